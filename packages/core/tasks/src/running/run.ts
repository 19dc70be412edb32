import { checkOptions, checkRunnable } from "@asyncio-ts/loop/lowlevel";
import type { Awaits, Startable } from "../coroutines/awaitable.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import { type HostLoop, newEventLoop } from "./host-loop.ts";
import { checkLoop } from "../kernel/check-loop.ts";
import { closingCourse, follow, mainCourse, refuseInStep } from "./run-main.ts";
import { type AbortSignalLike, checkSignal } from "./abort-signal.ts";
import type { Ran } from "./runner.ts";

/**
 * Runs a coroutine as the main task of a loop, to its end. Then cancels and awaits the remaining tasks, reports lost exceptions,
 * and closes the loop, also one that was passed.
 *
 * Mirrors `asyncio.run`.
 *
 * @param options.loop the loop; a new `HostLoop` by default, which returns a promise. A loop that owns its thread returns the
 *   value.
 * @param options.debug sets the loop's debug mode
 * @param options.signal cancels the main task when it aborts. If the task ends by this cancellation, the signal's reason is
 *   thrown. If the signal is already aborted, nothing starts.
 * @throws the exception of the coroutine
 * @throws KeyboardInterrupt if the first Ctrl-C has cancelled the main task. The second one kills the process. Only on Node, Bun
 *   and Deno, on a `HostLoop` of the main thread, and without another listener for SIGINT.
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
  options: { loop?: L; debug?: boolean; signal?: AbortSignalLike | undefined } = {},
): Ran<L, T> {
  checkOptions("run", options);
  refuseInStep("run()");
  if (options.loop !== undefined) checkLoop("run", options.loop);
  checkSignal("run", options.signal);
  const loop: EventLoop = options.loop ?? newEventLoop();
  checkRunnable(loop);
  if (options.debug !== undefined) loop.setDebug(options.debug);
  return follow(loop, runCourse(loop, main as Startable<T>, options.signal)) as Ran<L, T>;
}

function* runCourse<T>(loop: EventLoop, main: Startable<T>, signal: AbortSignalLike | undefined): ReturnType<typeof mainCourse<T>> {
  let value: T;
  try {
    value = yield* mainCourse(loop, main, { signal });
  } catch (error) {
    try {
      yield* closingCourse(loop);
    } catch (second) {
      throw withCause(second, error);
    }
    throw error;
  }
  yield* closingCourse(loop);
  return value;
}

/** Makes the error of main the cause of a later error of the clean-up. */
function withCause(error: unknown, cause: unknown): unknown {
  try {
    if (error instanceof Error) error.cause ??= cause;
  } catch {
    // The error is frozen.
  }
  return error;
}
