import { createTask, Lock, run, sleep } from "asyncio-ts";

await run(function* () {
  const lock = new Lock();
  const task = createTask(function* () {
    using _ = yield* lock.acquire();
    yield* sleep(60_000);
  });
  yield* sleep(10);
  task.cancel();
});
