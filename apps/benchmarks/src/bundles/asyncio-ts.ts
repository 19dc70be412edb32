import { createTask, run, sleep } from "asyncio-ts";

await run(function* () {
  const task = createTask(sleep(60_000));
  yield* sleep(10);
  task.cancel();
});
