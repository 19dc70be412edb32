// asyncio-task, Creating Tasks: references to background tasks.
import { createTask, run, sleep, type Task } from "asyncio-ts";

const backgroundTasks = new Set<Task<void>>();

function* someCoro(param: number) {
  yield* sleep(100 * param);
}

function* main() {
  for (let i = 0; i < 10; i++) {
    const task = createTask(someCoro(i));
    backgroundTasks.add(task);
    task.addDoneCallback((done) => backgroundTasks.delete(done));
  }
  yield* sleep(2000);
}

await run(main);
