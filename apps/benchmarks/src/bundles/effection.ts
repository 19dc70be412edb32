import { run, sleep, spawn } from "effection";

await run(function* () {
  const task = yield* spawn(() => sleep(60_000));
  yield* sleep(10);
  yield* task.halt();
});
