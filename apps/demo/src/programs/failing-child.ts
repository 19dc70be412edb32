import { ExceptionGroup, sleep, taskGroup } from "asyncio-ts";
import { print, run } from "../harness.ts";

function* download(file: string, seconds: number) {
  try {
    yield* sleep(1000 * seconds);
    print(file, "is saved");
  } finally {
    print(file, "is closed");
  }
}

function* fail(seconds: number) {
  yield* sleep(1000 * seconds);
  throw new Error("the disk is full");
}

function* main() {
  try {
    yield* taskGroup(function* (group) {
      group.createTask(download("small.zip", 1));
      group.createTask(download("large.zip", 60));
      group.createTask(fail(2));
    });
  } catch (error) {
    if (!(error instanceof ExceptionGroup)) throw error;
    // All tasks have ended when the group ends.
    for (const { message } of error.errors) {
      print("The group has failed:", message);
    }
  }
}

await run(main());
