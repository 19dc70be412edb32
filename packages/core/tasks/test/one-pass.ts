import type { ThreadLoop } from "@asyncio-ts/tasks";

/** Has a loop run exactly one pass: what was ready when it began. */
export function onePass(loop: ThreadLoop): void {
  loop.stop();
  loop.runForever();
}
