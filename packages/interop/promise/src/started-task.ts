import { runtime } from "@asyncio-ts/loop/lowlevel";
import { type EventLoop, getEventLoop, type Startable, type Task } from "@asyncio-ts/tasks";

/**
 * Returns a task that has run up to its first wait. Inside a step, only a task of the running loop starts at once.
 *
 * @param loop the loop of the task; `getEventLoop()` by default
 */
export function startedTask<T>(startable: Startable<T>, loop: EventLoop = getEventLoop()): Task<T> {
  if (runtime.running !== null) return loop.createTask(startable, { eagerStart: true });
  // Outside a step, the first step is one of the loop. What it makes ready wakes the loop's driver, because no slice runs.
  runtime.running = loop;
  try {
    return loop.createTask(startable, { eagerStart: true });
  } finally {
    runtime.running = null;
  }
}
