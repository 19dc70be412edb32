import type { Failure } from "@asyncio-ts/loop/lowlevel";
import { watchSigint } from "#process";
import { isCancelledError } from "../kernel/errors.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import type { Future } from "../kernel/future.ts";
import { isTask } from "../kernel/task.ts";
import type { AbortSignalLike } from "./abort-signal.ts";

/**
 * Cancels the future of a run at the first Ctrl-C, and when a signal aborts, until the run ends.
 *
 * @param current returns the future to cancel: the main task, or the future that it returned
 * @returns a function that ends the watch and translates the error of the run
 */
export function watchInterrupts(
  loop: EventLoop,
  current: () => Future<unknown>,
  signal: AbortSignalLike | undefined,
): (error?: unknown) => unknown {
  let reason: Failure | null = null;
  const interrupt = (error: unknown) => {
    if (reason !== null) return;
    reason = { error };
    current().cancel();
  };
  const onAbort = () => interrupt(signal!.reason);
  signal?.addEventListener("abort", onAbort);
  const unwatchSigint = watchSigint(loop, interrupt);
  return (error) => {
    unwatchSigint();
    signal?.removeEventListener("abort", onAbort);
    if (reason === null || !isCancelledError(error)) return error;
    const future = current();
    // A cancellation that the program requested as well remains.
    return isTask(future) && future.uncancel() > 0 ? error : reason.error;
  };
}
