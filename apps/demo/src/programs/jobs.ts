import { BullMQExecutor, bullmqModule } from "@asyncio-ts/bullmq";
import { fromPromise } from "@asyncio-ts/promise";
import { gather } from "asyncio-ts";
import { print, run } from "../harness.ts";
import type { functions } from "../job-worker.ts";
import {
  hasRedis,
  startRedis,
  startWorker,
  stopWorkers,
} from "../local-redis.ts";

function* main() {
  if (!hasRedis()) {
    print("This program needs redis-server, which is not installed.");
    print("apt-get install redis-server, or brew install redis");
    return;
  }
  const redis = yield* fromPromise(startRedis());
  const workers = [1, 2, 3].map(() => startWorker(redis.port));
  const processes = yield* fromPromise(Promise.all(workers));
  print("10,000 jobs for three worker processes");

  const connection = { host: "127.0.0.1", port: redis.port };
  const executor = new BullMQExecutor("demo", { connection });
  const jobs = bullmqModule<typeof functions>(executor);
  const ended = new Map(processes.map(({ pid }) => [pid, 0]));
  let [done, sum, again] = [0, 0, 0];
  function* customer(first: number) {
    for (let n = first; n < first + 20; n++) {
      const { square, pid, runs } = yield* jobs.square(n);
      done++;
      sum += square;
      if (runs > 1) again++;
      ended.set(pid, ended.get(pid)! + 1);
      if (done % 1000 === 0) showProgress();
      if (done === 4000) {
        print("The first worker is killed, with jobs in its hands");
        processes[0]!.kill("SIGKILL");
      }
    }
  }
  function showProgress() {
    const bar = "#".repeat(done / 1000).padEnd(10, ".");
    print(`[${bar}] ${done} ended: ${[...ended.values()].join(" + ")}`);
  }
  yield* gather(...Array.from({ length: 500 }, (_, i) => customer(20 * i)));

  const expected = (9_999 * 10_000 * 19_999) / 6;
  print(sum === expected ? "No result is missing" : "Results are missing");
  print(`${again} jobs of the killed worker ran again`);
  yield* fromPromise(stopWorkers(processes));
  yield* executor.shutdown();
  redis.stop();
}

await run(main());
