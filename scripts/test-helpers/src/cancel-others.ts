import { allTasks, type Coroutine, currentTask, wait } from "@asyncio-ts/tasks";

/**
 * Cancels every other task of the running loop, and waits until all have ended. For tests that end while tasks wait on purpose.
 *
 * An error that such a task throws stays unretrieved, so that it fails the test.
 *
 * @throws RangeError if there is no other task
 */
export function* cancelOthers(): Coroutine<void> {
  const others = [...allTasks()].filter((task) => task !== currentTask());
  for (const task of others) task.cancel();
  yield* wait(others);
}
