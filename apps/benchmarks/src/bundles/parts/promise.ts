import { fromPromise, toPromise } from "@asyncio-ts/promise";
import { createTask, sleep } from "asyncio-ts";

await toPromise(function* () {
  const task = createTask(sleep(60_000));
  yield* fromPromise(Promise.resolve());
  task.cancel();
});
