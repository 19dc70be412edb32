/** A priority of the page's tasks at which they leave its timers and frames their turns. */
export type TaskPriority = "user-visible" | "background";

/** The part of the Prioritized Task Scheduling API in use, which TypeScript does not know yet. */
interface TaskScheduler {
  postTask(callback: () => void, options: { priority: TaskPriority }): PromiseLike<void>;
}

/** Returns the function that posts tasks of a priority to the page; null in a browser without `scheduler.postTask`. */
export function taskPoster(priority: TaskPriority): ((callback: () => void) => void) | null {
  const { scheduler } = globalThis as { scheduler?: Partial<TaskScheduler> };
  if (typeof scheduler?.postTask !== "function") return null;
  const options = { priority };
  return (callback) => void (scheduler as TaskScheduler).postTask(callback, options);
}
