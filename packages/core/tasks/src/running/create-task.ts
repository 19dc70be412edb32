import { checkCallback, checkOptions } from "@asyncio-ts/loop/lowlevel";
import type { Awaits, Startable } from "../coroutines/awaitable.ts";
import type { EventLoop, TaskFactory } from "../kernel/event-loop.ts";
import { getEventLoop } from "../kernel/running-loop.ts";
import type { TaskOptions } from "../kernel/task-options.ts";
import { Task } from "../kernel/task.ts";

/**
 * Creates a task, which runs a coroutine beside others, on the loop of `getEventLoop()`. Mirrors `asyncio.create_task`.
 *
 * @throws TypeError if `startable` is neither a coroutine nor a function that returns one
 *
 * @example
 * ```ts
 * import { createTask, run, sleep } from "@asyncio-ts/tasks";
 *
 * function* say(ms: number, words: string) {
 *   yield* sleep(ms);
 *   console.log(words);
 * }
 *
 * await run(function* () {
 *   const hello = createTask(say(10, "hello"));
 *   const world = createTask(say(20, "world"));
 *   yield* hello;
 *   yield* world;
 * });
 * // prints hello
 * // prints world
 * ```
 */
export function createTask<T>(startable: Startable<T> & Awaits<T>, options?: TaskOptions): Task<T> {
  return getEventLoop().createTask(startable as Startable<T>, options);
}

/** Creates tasks that begin at once, inside their creator's step. A task factory. Mirrors `asyncio.eager_task_factory`. */
export const eagerTaskFactory: TaskFactory = /* @__PURE__ */ createEagerTaskFactory((startable, options) => new Task(startable, options));

/**
 * Returns a task factory for tasks that begin at once, inside their creator's step. Mirrors `asyncio.create_eager_task_factory`.
 *
 * @param makeTask creates the task, of a class of your own
 */
export function createEagerTaskFactory(
  makeTask: (startable: Startable<any>, options: TaskOptions & { loop: EventLoop }) => Task<any>,
): TaskFactory {
  checkCallback("createEagerTaskFactory", makeTask);
  return (loop, startable, options) => {
    checkOptions("eagerTaskFactory", options);
    return makeTask(startable, { ...options, eagerStart: options.eagerStart ?? true, loop });
  };
}
