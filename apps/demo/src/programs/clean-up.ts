import { CancelledError, createTask, sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

function* upload() {
  print("Connected");
  try {
    for (let part = 1; ; part++) {
      yield* sleep(1000);
      print("Part", part, "is sent");
    }
  } finally {
    // The cancellation arrives at the sleep. The clean-up may wait as well.
    print("Cancelled: removing the parts");
    yield* sleep(500);
    print("Disconnected");
  }
}

function* main() {
  const task = createTask(upload());
  yield* sleep(3500);
  task.cancel();
  try {
    yield* task;
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    print("The upload has ended, and nothing of it is left");
  }
}

await run(main());
