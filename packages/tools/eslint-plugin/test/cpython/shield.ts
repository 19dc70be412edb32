// asyncio-task, Shielding From Cancellation.
import { CancelledError, createTask, run, shield, sleep, type Task } from "asyncio-ts";

function* something() {
  yield* sleep(1000);
  return "done";
}

function* request(task: Task<string>) {
  try {
    return yield* shield(task);
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    console.log("the request was cancelled, the task goes on");
    throw error;
  }
}

function* main() {
  const task = createTask(something());
  const waiter = createTask(request(task));
  yield* sleep(10);
  waiter.cancel();
  console.log(yield* task);
}

await run(main);
