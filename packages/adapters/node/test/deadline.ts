import { BlockingLoop } from "@asyncio-ts/node";
import { type Coroutine, run, waitFor } from "@asyncio-ts/tasks";

/** Milliseconds for a program. Vitest cannot end a test that blocks its thread, so the loop itself does. */
const DEADLINE = 60_000;

/** Runs a coroutine function on a blocking loop, to its end or to the deadline. */
export function runBlocking<T>(main: (loop: BlockingLoop) => Coroutine<T>, deadline: number = DEADLINE): T {
  const loop = new BlockingLoop();
  return run(() => waitFor(main(loop), deadline), { loop }) as T;
}
