import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { batchSizes } from "../batches.ts";
import { median } from "../statistics.ts";
import { sum } from "../sum.ts";
import { timesNative, type Sample, type Workload } from "../workload.ts";

// The compiled files, also where the sources of this app run.
const jobs = new URL("../../dist/thread-worker.js", import.meta.url);
const synckitWorker = new URL("../../dist/synckit-worker.js", import.meta.url);

const AT_ONCE = 64;

/** Measures parts of the work one by one. The value is the median, in nanoseconds for each operation. */
class Parts {
  readonly #values: number[] = [];
  #checksum = 0;
  #start = 0;

  begin(): void {
    this.#start = performance.now();
  }

  end(operations: number, checksum: number): void {
    this.#values.push(((performance.now() - this.#start) * 1e6) / operations);
    this.#checksum += checksum;
  }

  sample(): Sample {
    return { value: median(this.#values), checksum: this.#checksum };
  }
}

/** Calls a function in another thread, and blocks until it returns. Native is synckit, which has no loop. */
export const blockingCall: Workload = {
  name: "blocking-call",
  title: "a call that blocks until another thread answers, median",
  unit: "ns",
  operations: 2_000,
  measure: "custom",
  targets: { "asyncio-ts": timesNative(4, 2) },
  python: "threads.py",
  peers: {
    "asyncio-ts": async () => {
      const { BlockingLoop } = await import("@asyncio-ts/node");
      const loop = new BlockingLoop();
      return (operations) =>
        loop.runUntilComplete(function* () {
          const parts = new Parts();
          for (let n = 0; n < operations; n++) {
            parts.begin();
            parts.end(1, yield* loop.io<number>(jobs, "double", [n]));
          }
          return parts.sample();
        });
    },

    native: async () => {
      const { createSyncFn } = await import("synckit");
      const double = createSyncFn<(n: number) => Promise<number>>(synckitWorker);
      return (operations) => {
        const parts = new Parts();
        for (let n = 0; n < operations; n++) {
          parts.begin();
          parts.end(1, double(n));
        }
        return parts.sample();
      };
    },
  },
};

/** Runs 64 jobs at once in the threads of a pool. Native is piscina by hand. */
export const threadJobs: Workload = {
  name: "thread-jobs",
  title: "jobs in threads, 64 at once, median",
  unit: "ns",
  operations: 50 * AT_ONCE,
  measure: "custom",
  targets: { "asyncio-ts": timesNative(4, 2) },
  python: "threads.py",
  peers: {
    "asyncio-ts": async () => {
      const { runInExecutor, ThreadPoolExecutor } = await import("@asyncio-ts/node");
      const { gather, run } = await import("asyncio-ts");
      const executor = new ThreadPoolExecutor();
      const double = (n: number) => runInExecutor<number>(executor, { url: jobs, name: "double", args: [n] });
      return (operations) =>
        run(function* () {
          const parts = new Parts();
          for (const size of batchSizes(operations, AT_ONCE)) {
            parts.begin();
            parts.end(size, sum(yield* gather(...Array.from({ length: size }, (_, n) => double(n)))));
          }
          return parts.sample();
        });
    },

    native: async () => {
      const { Piscina } = await import("piscina");
      // The settings of the executor.
      const maxThreads = availableParallelism();
      const pool = new Piscina({ filename: fileURLToPath(jobs), minThreads: 0, maxThreads, idleTimeout: 5_000, atomics: "disabled" });
      return async (operations) => {
        const parts = new Parts();
        for (const size of batchSizes(operations, AT_ONCE)) {
          parts.begin();
          const results = Array.from({ length: size }, (_, n) => pool.run(n, { name: "double" }) as Promise<number>);
          parts.end(size, sum(await Promise.all(results)));
        }
        return parts.sample();
      };
    },
  },
};
