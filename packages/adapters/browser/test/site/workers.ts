import { runInExecutor, serveJobs, WorkerExecutor, type WorkerExecutorOptions, workerModule } from "@asyncio-ts/browser";
import { fromPromise } from "@asyncio-ts/promise";
import { gather, gatherSettled, run, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { errorData, outcomeOf } from "./outcome.ts";
import { openResources, workersMade } from "./resources.ts";

const scripts = {
  jobs: () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
  late: () => new Worker(new URL("./late-worker.ts", import.meta.url), { type: "module" }),
  silent: () => new Worker(new URL("./silent-worker.ts", import.meta.url), { type: "module" }),
  throwing: () => new Worker(new URL("./throwing-worker.ts", import.meta.url), { type: "module" }),
  missing: () => new Worker("/no-such-worker.js", { type: "module" }),
  refused: () => new Worker("https://elsewhere.test/worker.js", { type: "module" }),
  none: () => null as never,
  silentlyFailing: () => {
    throw Object.create(null);
  },
};

type Script = keyof typeof scripts;

const executorOf = (script: Script, options?: WorkerExecutorOptions): WorkerExecutor => new WorkerExecutor(scripts[script], options);

/** Runs a job, and after it one that works. Returns both outcomes. */
export async function job(script: Script, name: string, args: unknown[] = [], options: WorkerExecutorOptions = {}): Promise<unknown[]> {
  using executor = executorOf(script, options);
  const first = await outcomeOf(runInExecutor(executor, { name, args }));
  const next = await outcomeOf(runInExecutor(executor, { name: "add", args: [1, 2] }));
  return [first, next];
}

/** Queues jobs behind one that loses its worker, of which there is no other. Returns the names of their errors. */
export async function queuedRefused(jobs: number): Promise<string[]> {
  let made = 0;
  using executor = new WorkerExecutor(() => (made++ === 0 ? scripts.jobs() : scripts.refused()), { maxWorkers: 1, grace: 50 });
  await runInExecutor(executor, { name: "add", args: [1, 2] });
  const spinning = runInExecutor(executor, { name: "spins" });
  const queued = Array.from({ length: jobs }, () => runInExecutor(executor, { name: "add" }));
  spinning.cancel();
  const settled = await Promise.allSettled(queued);
  return settled.map((job) => (job.status === "rejected" ? (job.reason as Error).name : job.status));
}

export async function stackOf(name: string): Promise<string | undefined> {
  using executor = executorOf("jobs");
  try {
    return await runInExecutor(executor, { name });
  } catch (error) {
    return (error as Error).stack;
  }
}

/** Lets a worker idle for longer than it is kept, on timers that run fast. Returns how many workers are open before and after. */
export async function idleWorker(): Promise<{ before: number; after: number }> {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = ((callback: () => void, ms = 0) => setTimeout(callback, ms / 100)) as never;
  const executor = executorOf("jobs", { startTimeout: 1_000_000 });
  const { workers } = openResources();
  await runInExecutor(executor, { name: "add", args: [1, 2] });
  const before = openResources().workers - workers;
  while (openResources().workers > workers) await new Promise((resolve) => setTimeout(resolve, 1));
  globalThis.setTimeout = setTimeout;
  return { before, after: openResources().workers - workers };
}

export async function servedTwice(): Promise<unknown> {
  using executor = executorOf("jobs");
  return await runInExecutor(executor, { name: "serveAgain" });
}

export async function unclonableArgument(): Promise<unknown[]> {
  using executor = executorOf("jobs");
  const first = await outcomeOf(runInExecutor(executor, { name: "add", args: [1, () => {}] }));
  const next = await outcomeOf(runInExecutor(executor, { name: "add", args: [1, 2] }));
  return [first, next];
}

/** Returns the sizes of buffers after they were moved. */
export async function movedBuffers(): Promise<number[]> {
  using executor = executorOf("jobs");
  const buffer = new ArrayBuffer(1_000_000);
  const sent = await runInExecutor<number>(executor, { name: "size", args: [buffer], transfer: [buffer] });
  const received = await runInExecutor<ArrayBuffer>(executor, { name: "bytes", args: [2_000_000] });
  return [sent, buffer.byteLength, received.byteLength];
}

export async function typedModule(): Promise<unknown> {
  using executor = executorOf("jobs");
  const jobs = workerModule<typeof import("./jobs.ts")>(executor);
  return await run(function* () {
    const sum: number = yield* jobs.sumOf([1, 2, 3]);
    return [sum, yield* jobs.addLater(1, 2), yield* jobs.add(3, 4)];
  });
}

/** Cancels a job in its worker. Returns its error, the notes of the worker that runs the next job, and the number of workers. */
export async function cancelled(name: string, grace: number): Promise<unknown> {
  using executor = executorOf("jobs", { maxWorkers: 1, grace });
  const before = workersMade;
  const beginnings = new BroadcastChannel("beginnings");
  const began = new Promise((resolve) => (beginnings.onmessage = resolve));
  return await run(function* () {
    const future = runInExecutor(executor, { name });
    yield* fromPromise(began);
    beginnings.close();
    future.cancel("enough");
    const [settled] = yield* gatherSettled(future);
    const error = settled.status === "rejected" ? errorData(settled.reason) : null;
    const notes = yield* runInExecutor(executor, { name: "takeNotes" });
    return { error, notes, workers: workersMade - before };
  });
}

/** Cancels a queued job while its worker is busy. Returns the number of workers that were made, and the result of the job after it. */
export async function cancelledInQueue(): Promise<unknown[]> {
  using executor = executorOf("jobs", { maxWorkers: 1 });
  const before = workersMade;
  return await run(function* () {
    const running = runInExecutor(executor, { name: "sumOf", args: [[1, 2, 3]] });
    const queued = runInExecutor(executor, { name: "spins" });
    const last = runInExecutor(executor, { name: "add", args: [3, 4] });
    queued.cancel();
    return [yield* gather(running, last), workersMade - before];
  });
}

/** Cancels every third of many jobs, after the given waits. Returns the number of right results of the others. */
export async function cancelledAtRandom(waits: readonly number[]): Promise<unknown> {
  using executor = executorOf("jobs", { maxWorkers: 2, grace: 60_000 });
  const rejections: unknown[] = [];
  const note = (event: PromiseRejectionEvent) => void rejections.push(errorData(event.reason));
  addEventListener("unhandledrejection", note);
  let right = 0;
  await run(function* () {
    for (const [n, wait] of waits.entries()) {
      const kept = runInExecutor<number>(executor, { name: "add", args: [n, 1] });
      const dropped = runInExecutor<number>(executor, n % 2 === 0 ? { name: "sumOf", args: [[n]] } : { name: "add", args: [n, n] });
      const other = runInExecutor<number>(executor, { name: "sumOf", args: [[n, 1]] });
      yield* sleep(wait);
      dropped.cancel();
      if ((yield* kept) === n + 1) right++;
      if ((yield* other) === n + 1) right++;
    }
  });
  removeEventListener("unhandledrejection", note);
  return { right, rejections };
}

/** Uses as many workers as there are jobs, up to the limit. Returns how many were made. */
export async function limited(maxWorkers: number, jobs: number): Promise<unknown> {
  using executor = executorOf("jobs", { maxWorkers });
  const before = workersMade;
  const numbers = Array.from({ length: jobs }, (_, n) => n);
  const sums = await run(function* () {
    return yield* gather(...numbers.map((n) => runInExecutor<number>(executor, { name: "sumOf", args: [[n, n]] })));
  });
  return [sums.every((sum, n) => sum === 2 * n), workersMade - before];
}

/** Shuts an executor down under its jobs. Returns the results of the jobs, and what is open before and after. */
export async function shutDown(): Promise<unknown> {
  const executor = executorOf("jobs", { maxWorkers: 1 });
  const none = openResources();
  return await run(function* () {
    const jobs = [1, 2, 3].map((n) => runInExecutor<number>(executor, { name: "sumOf", args: [[n]] }));
    yield* executor.shutdown({ wait: true });
    const { workers } = openResources();
    let refused = "";
    try {
      runInExecutor(executor, { name: "add", args: [1, 2] });
    } catch (error) {
      refused = (error as Error).message;
    }
    return { sums: yield* gather(...jobs), refused, workers: workers - none.workers };
  });
}

/** Closes an executor in each of its states. Returns the outcome of its jobs, and what stays open. */
export async function closed(): Promise<unknown> {
  const before = openResources();
  const executors = [executorOf("jobs", { maxWorkers: 1 }), executorOf("silent"), executorOf("jobs"), executorOf("jobs")];
  const [busy, starting, idle] = executors as [WorkerExecutor, WorkerExecutor, WorkerExecutor, WorkerExecutor];
  const outcomes = await run(function* () {
    yield* gather(...[busy, idle].map((executor) => runInExecutor(executor, { name: "add", args: [1, 2] })));
    const jobs = [
      runInExecutor(busy, { name: "spins" }),
      runInExecutor(busy, { name: "spins" }),
      runInExecutor(starting, { name: "spins" }),
    ];
    for (const executor of executors) executor.close();
    return (yield* gatherSettled(...jobs)).map((job) => (job.status === "rejected" ? (job.reason as Error).name : job.status));
  });
  const after = openResources();
  return { outcomes, timers: after.timers - before.timers, workers: after.workers - before.workers, ports: after.ports - before.ports };
}

export function onVirtualLoop(): unknown {
  using executor = executorOf("jobs");
  try {
    return run(
      function* () {
        return yield* runInExecutor(executor, { name: "add", args: [1, 2] });
      },
      { loop: new VirtualLoop() },
    );
  } catch (error) {
    return errorData(error);
  }
}

export function badArguments(): string[] {
  const executor = executorOf("jobs");
  const calls = [
    () => new WorkerExecutor("./worker.js" as never),
    () => executorOf("jobs", { maxWorkers: 0 }),
    () => executorOf("jobs", { grace: "1" as never }),
    () => runInExecutor(executor, "add" as never),
    () => runInExecutor(executor, { name: 1 as never }),
    () => runInExecutor(executor, { name: "add", args: 1 as never }),
    () => runInExecutor(executor, { name: "add", transfer: 1 as never }),
    () => executor.submit({ name: "add" }, undefined as never),
    () => runInExecutor(null as never, { name: "add" }),
    () => workerModule(null as never),
    () => serveJobs(null as never),
    () => serveJobs(Promise.resolve({})),
    () => serveJobs({}),
  ];
  return calls.map((call) => {
    try {
      call();
      return "no error";
    } catch (error) {
      return (error as Error).message;
    }
  });
}
