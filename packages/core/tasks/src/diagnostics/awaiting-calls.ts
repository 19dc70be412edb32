import type { Task } from "../kernel/task.ts";
import { waitersOf } from "../kernel/waiter.ts";

/** The most awaiting tasks that add their calls to a stack. */
const MOST = 20;

/** The errors with such a stack. */
const complete = /* @__PURE__ */ new WeakSet<Error>();

/**
 * Adds the calls of the tasks that await a failing task to the stack of its error, as V8 does for async functions.
 *
 * @param task not done yet
 */
export function addAwaitingCalls(task: Task<unknown>, error: unknown): void {
  if (!(error instanceof Error) || complete.has(error)) return;
  complete.add(error);
  let next = task;
  for (let left = MOST; left > 0; left--) {
    const awaiter = waitersOf(next).find((waiter) => waiter.awaiter)?.awaiter;
    if (!awaiter) return;
    next = awaiter;
    for (const site of next.getStack().reverse()) addCall(error, site);
  }
}

function addCall(error: Error, site: unknown): void {
  try {
    error.stack += `\n    at async ${site}`;
  } catch {
    // A frozen error keeps its stack.
  }
}
