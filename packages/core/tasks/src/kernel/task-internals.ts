import type { CancelWatch } from "./cancel-watch.ts";
import type { Future } from "./future.ts";
import type { Task } from "./task.ts";

/** Returns the future that a task awaits; null if the task is ready, running or done. */
export function awaitedFutureOf(task: Task<unknown>): Future<unknown> | null {
  return task._waiting;
}

/** Returns the cancel watch of a task; null if there is none. */
export function cancelWatchOf(task: Task<unknown>): CancelWatch | null {
  return task._extras === null ? null : task._extras.cancelWatch;
}

/** Sets the watch that receives the cancellation requests of a task until the task is done. */
export function setCancelWatch(task: Task<unknown>, watch: CancelWatch | null): void {
  task._ensureExtras().cancelWatch = watch;
}
