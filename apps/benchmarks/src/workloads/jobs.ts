import { batchSizes } from "../batches.ts";
import { startQueue } from "../job-queue.ts";
import { sum } from "../sum.ts";
import { type Round, timesNative, type Workload } from "../workload.ts";

/** Has a worker in another process double numbers, through Redis: all at once, or each after the one before. Native is BullMQ by hand. */
function jobWorkload(name: string, title: string, operations: number, atOnce: number): Workload {
  return {
    name,
    title,
    unit: "ns",
    operations,
    measure: "time",
    targets: { "asyncio-ts": timesNative(1, 0.9) },
    peers: {
      "asyncio-ts": async () => {
        const { BullMQExecutor } = await import("@asyncio-ts/bullmq");
        const { runInExecutor } = await import("@asyncio-ts/node");
        const { gather, run } = await import("asyncio-ts");
        const { connection, stop } = await startQueue("asyncio-ts");
        const executor = new BullMQExecutor("bench", { connection });
        const double = (n: number) => runInExecutor<number>(executor, { name: "double", args: [n] });
        const round: Round = (operations) =>
          run(function* () {
            let total = 0;
            for (const size of batchSizes(operations, atOnce)) {
              total += sum(yield* gather(...Array.from({ length: size }, (_, n) => double(n))));
            }
            return total;
          });
        const close = async () => {
          await run(executor.close());
          stop();
        };
        return Object.assign(round, { close });
      },

      native: async () => {
        const { Queue, QueueEvents } = await import("bullmq");
        const { connection, stop } = await startQueue("bullmq");
        // By default, BullMQ would lose events of a burst, and their promises would hang.
        const queue = new Queue("bench", { connection, streams: { events: { maxLen: 1_000_000 } } });
        const events = new QueueEvents("bench", { connection });
        await events.waitUntilReady();
        events.setMaxListeners(0);
        const removeOnComplete = { age: 600, count: 50_000 };
        const round: Round = async (operations) => {
          let total = 0;
          for (const size of batchSizes(operations, atOnce)) {
            const jobs = Array.from({ length: size }, (_, n) => ({ name: "double", data: { n }, opts: { removeOnComplete } }));
            const added = size === 1 ? [await queue.add(jobs[0]!.name, jobs[0]!.data, jobs[0]!.opts)] : await queue.addBulk(jobs);
            total += sum(await Promise.all(added.map((job) => job.waitUntilFinished(events))));
          }
          return total;
        };
        const close = async () => {
          await Promise.all([queue.close(), events.close()]);
          stop();
        };
        return Object.assign(round, { close });
      },
    },
  };
}

export const jobs: Workload[] = [
  jobWorkload("job", "a job in another process, through Redis, one by one", 3000, 1),
  jobWorkload("job-burst", "jobs in another process, through Redis, 10,000 at once", 10_000, 10_000),
];
