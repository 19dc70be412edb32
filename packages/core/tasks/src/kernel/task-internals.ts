import type { Runnable } from "@asyncio-ts/loop";
import type { CancelWatch } from "./cancel-watch.ts";
import type { EventLoop } from "./event-loop.ts";
import { type Future, isFuture } from "./future.ts";
import { FAILED, UNRETRIEVED } from "./future-state.ts";
import { isTask, type Task } from "./task.ts";
import { removeWaiters, waitersOf } from "./waiter.ts";

/** Returns the future that a task awaits; null if the task is ready, running or done. */
export function awaitedFutureOf(task: Task<unknown>): Future<unknown> | null {
  return task._waiting;
}

/** Returns how many tasks the loop of a task created before it; -1 for other runnables. */
export function numberOf(runnable: object): number {
  const task = runnable as Task<unknown>;
  return task._number === undefined ? -1 : task._loop._tasks.numberOf(task);
}

/** Returns whether a future has an exception, without retrieving it. */
export function hasFailed(future: Future<unknown>): boolean {
  return future._state === FAILED || future._state === UNRETRIEVED;
}

/** Returns the cancel watch of a task; null if there is none. */
export function cancelWatchOf(task: Task<unknown>): CancelWatch | null {
  return task._extras === null ? null : task._extras.cancelWatch;
}

/** Sets the watch that receives the cancellation requests of a task until the task is done. */
export function setCancelWatch(task: Task<unknown>, watch: CancelWatch | null): void {
  task._ensureExtras().cancelWatch = watch;
}

/**
 * Abandons a task: it leaves the task list and the waiters of its future, and never steps again. Its `finally` blocks never run.
 *
 * A task that awaits an abandoned task waits forever. Does nothing to a task that is done.
 */
export function abandonTask(task: Task<unknown>): void {
  if (task.done()) return;
  task._loop._tasks.delete(task);
  if (task._waiting !== null) removeWaiters(task._waiting, (waiter) => waiter === task);
  task._waiting = null;
  // The task may be in the ready queue, or among the waiters of a future that is done.
  task.run = () => {};
}

/** Returns the task that a runnable resumes; null for other callbacks. A choice among runnables is a choice among these tasks. */
export function resumedTaskOf(runnable: Runnable): Task<unknown> | null {
  if (isTask(runnable) && !runnable.done()) return runnable;
  const future = isFuture(runnable) ? runnable : runnable.owner;
  return isFuture(future) ? (waitersOf(future)[0]?.awaiter ?? null) : null;
}

/** Sets the function that receives the names of marked coroutines that were never awaited, when the loop closes; null for the console. */
export function setNeverAwaitedHandler(loop: EventLoop, handler: ((name: string) => void) | null): void {
  loop._neverAwaitedHandler = handler;
}
