import { type Coroutine, getRunningLoop, type Task } from "@asyncio-ts/tasks";

/** Starts a number of tasks that do the same. */
export function start<T>(count: number, fn: () => Coroutine<T>): Task<T>[] {
  return Array.from({ length: count }, () => getRunningLoop().createTask(fn));
}
