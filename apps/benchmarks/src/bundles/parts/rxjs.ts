import { firstValue, toObservable } from "@asyncio-ts/rxjs";
import { createTask, run, sleep } from "asyncio-ts";

await run(function* () {
  const task = createTask(sleep(60_000));
  yield* firstValue(toObservable(() => sleep(10)));
  task.cancel();
});
