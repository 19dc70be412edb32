import { runningAt } from "../coroutines/call-site.ts";
import { hint } from "../coroutines/hint.ts";
import { advance } from "../kernel/step.ts";
import type { Task } from "../kernel/task.ts";
import { HAS_DIAGNOSTICS } from "../coroutines/edition.ts";

/**
 * Gives a hint, in debug mode, if a body has returned although its task was cancelled.
 *
 * @param requests the cancellation requests of the task before the one in question
 * @param text the beginning of the hint
 * @param combinator the running function of ours: the hint names its caller
 */
export function hintIfSwallowed(task: Task<unknown>, requests: number, text: string, combinator: (...args: never[]) => unknown): void {
  // A request that no await has thrown yet is not swallowed.
  if (!HAS_DIAGNOSTICS || !task.getLoop().getDebug() || task.cancelling() <= requests || task._extras!.mustCancel) return;
  const caller = runningAt(combinator, advance).at(-1);
  hint(`${text}, but its body returned: a catch did not rethrow the CancelledError`, caller ? `    at ${caller}` : null);
}
