import { runtime } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "./event-loop.ts";
import { checkLoop } from "./check-loop.ts";
import { getRunningLoop } from "./running-loop.ts";
import { isTask, type Task } from "./task.ts";

/**
 * Returns the task that takes the present step; null in a callback. Mirrors `asyncio.current_task`.
 *
 * @throws Error outside a step
 */
export function currentTask(): Task<unknown> | null {
  getRunningLoop();
  return isTask(runtime.current) ? runtime.current : null;
}

/**
 * Returns the unfinished tasks of a loop, in creation order. Mirrors `asyncio.all_tasks`.
 *
 * @param loop the running loop by default
 * @throws Error outside a step if no loop is given
 */
export function allTasks(loop: EventLoop = getRunningLoop()): Set<Task<unknown>> {
  checkLoop("allTasks", loop);
  return new Set(loop._tasks.list());
}
