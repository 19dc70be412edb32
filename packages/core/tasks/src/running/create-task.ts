import type { Awaits, Startable } from "../coroutines/awaitable.ts";
import type { EventLoop, TaskFactory } from "../kernel/event-loop.ts";
import { getEventLoop } from "../kernel/running-loop.ts";
import type { TaskOptions } from "../kernel/task-options.ts";
import { Task } from "../kernel/task.ts";

/**
 * Has a coroutine run beside the others, on the loop that `getEventLoop` gives. Mirrors `asyncio.create_task`.
 *
 * @throws TypeError when `startable` is neither a coroutine nor a function that gives one
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

/** A task factory whose tasks begin at once, inside their creator's step. Mirrors `asyncio.eager_task_factory`. */
export const eagerTaskFactory: TaskFactory = (loop: EventLoop, startable, options) =>
  new Task(startable, { ...options, eagerStart: options.eagerStart ?? true, loop });
