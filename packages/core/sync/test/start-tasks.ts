import { type Coroutine, getRunningLoop, type Task } from "@asyncio-ts/tasks";

/** Starts a number of tasks that run the same coroutine function. */
export function startTasks<T>(count: number, fn: () => Coroutine<T>): Task<T>[] {
  return Array.from({ length: count }, () => getRunningLoop().createTask(fn));
}
