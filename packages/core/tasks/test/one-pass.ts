import type { ThreadLoop } from "@asyncio-ts/tasks";

/** Runs exactly one pass of a loop: the callbacks that are ready when it begins. */
export function onePass(loop: ThreadLoop): void {
  loop.stop();
  loop.runForever();
}
