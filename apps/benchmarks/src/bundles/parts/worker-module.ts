import { WorkerExecutor, workerModule } from "@asyncio-ts/browser";
import { createTask, run } from "asyncio-ts";

const executor = new WorkerExecutor(() => null as never);
const jobs = workerModule<{ sleep(ms: number): void }>(executor);

await run(function* () {
  const task = createTask(jobs.sleep(60_000));
  task.cancel();
  yield* executor.shutdown({ wait: true });
});
