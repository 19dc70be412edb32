import { copyContext } from "@asyncio-ts/loop";
import type { Awaits, Startable } from "../coroutines/awaitable.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import type { HostLoop } from "./host-loop.ts";
import { closeDown, refuseInStep, runMain } from "./run-main.ts";
import { enterLoop, newEventLoop } from "../kernel/running-loop.ts";
import type { Ran } from "./runner.ts";

/**
 * Runs a coroutine as the main one of a loop: to its end, then cancels and awaits what is left, reports what was lost, and
 * closes the loop, also one that was passed.
 *
 * Mirrors `asyncio.run`.
 *
 * @param options.loop what to run on; a new `HostLoop` by default, which gives a promise; a loop that owns its thread gives
 *   the value
 * @param options.debug sets the loop's debug mode
 * @throws what the coroutine throws
 * @throws Error in a step of a loop
 *
 * @example
 * ```ts
 * import { run, sleep } from "@asyncio-ts/tasks";
 *
 * await run(function* () {
 *   console.log("hello"); // prints hello
 *   yield* sleep(10);
 *   console.log("world"); // prints world
 * });
 * ```
 */
export function run<T, L extends EventLoop = HostLoop>(
  main: Startable<T> & Awaits<T>,
  options: { loop?: L; debug?: boolean } = {},
): Ran<L, T> {
  refuseInStep("run()");
  const loop: EventLoop = options.loop ?? newEventLoop();
  loop.checkRunnable();
  if (options.debug !== undefined) loop.setDebug(options.debug);
  enterLoop(loop);
  return loop.deliver<T>((resolve, reject) => {
    runMain(
      loop,
      main as Startable<T>,
      copyContext(),
      (value) => closeDown(loop, () => resolve(value), reject),
      (error) =>
        closeDown(
          loop,
          () => reject(error),
          (second) => reject(caused(second, error)),
        ),
    );
  }) as Ran<L, T>;
}

/** A second error, by the clean-up, keeps the first as its cause. */
function caused(error: unknown, cause: unknown): unknown {
  if (error instanceof Error) error.cause ??= cause;
  return error;
}
