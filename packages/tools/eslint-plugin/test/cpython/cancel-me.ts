// asyncio-task, Task Object: cancelling.
import { CancelledError, createTask, run, sleep } from "asyncio-ts";

function* cancelMe() {
  console.log("cancel_me(): before sleep");
  try {
    yield* sleep(3_600_000);
  } catch (error) {
    console.log("cancel_me(): cancel sleep");
    throw error;
  } finally {
    console.log("cancel_me(): after sleep");
  }
}

function* main() {
  const task = createTask(cancelMe());
  yield* sleep(1000);
  task.cancel();
  try {
    yield* task;
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    console.log("main(): cancel_me is cancelled now");
  }
}

await run(main());
