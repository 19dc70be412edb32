import { idle, PageLoop, runInExecutor, WorkerExecutor, type WorkerExecutorOptions } from "@asyncio-ts/browser";
import { createTask, run, sleep } from "@asyncio-ts/tasks";
import { errorData, outcomeOf } from "./outcome.ts";
import { openResources } from "./resources.ts";

const createWorker = (): Worker => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });

/** Runs a job with an argument on a worker that has run one, and a job after it. Returns the outcomes of both. */
async function withArgument(argument: unknown): Promise<unknown[]> {
  using executor = new WorkerExecutor(createWorker, { maxWorkers: 1 });
  await runInExecutor(executor, { name: "add", args: [1, 2] });
  const first = await outcomeOf(runInExecutor(executor, { name: "typeOf", args: [argument] }));
  const next = await outcomeOf(runInExecutor(executor, { name: "add", args: [1, 2] }));
  return [first, next];
}

const withGetter = (get: () => unknown): object => Object.defineProperty({}, "value", { get, enumerable: true });

/** Sends an argument of a class that pages can send, and workers cannot receive. */
export async function argumentOfThePage(): Promise<unknown> {
  const key: EcKeyGenParams = { name: "ECDSA", namedCurve: "P-256" };
  return await withArgument(await RTCPeerConnection.generateCertificate(key));
}

export async function argumentThatThrows(): Promise<unknown> {
  return await withArgument(
    withGetter(() => {
      throw Object.create(null);
    }),
  );
}

/** Closes the executor while an argument is copied. */
export async function argumentThatCloses(): Promise<unknown> {
  const executor = new WorkerExecutor(createWorker, { maxWorkers: 1 });
  await runInExecutor(executor, { name: "add", args: [1, 2] });
  const args = [withGetter(() => executor.close())];
  return await outcomeOf(runInExecutor(executor, { name: "typeOf", args }));
}

/** Runs two jobs at once with a function that returns its only worker each time. */
export async function sameWorker(): Promise<unknown> {
  const worker = createWorker();
  const options: WorkerExecutorOptions = { maxWorkers: 2 };
  using executor = new WorkerExecutor(() => worker, options);
  const jobs = [1, 2].map((n) => outcomeOf(runInExecutor(executor, { name: "add", args: [n, 1] })));
  return await Promise.all(jobs);
}

/** Cancels a job twice. Returns what is left open after it has ended, beyond what was open before it. */
export async function cancelledTwice(): Promise<unknown> {
  using executor = new WorkerExecutor(createWorker, { maxWorkers: 1, grace: 60_000 });
  await runInExecutor(executor, { name: "add", args: [1, 2] });
  const before = openResources();
  const error = await new Promise((resolve) => {
    const job = { name: "endsAfterAbort" };
    const cancel = executor.submit(job, { result: resolve, error: resolve, cancelled: () => resolve("cancelled") });
    cancel();
    cancel();
  });
  const { timers, workers } = openResources();
  return { error: errorData(error), timers: timers - before.timers, workers: workers - before.workers };
}

/** Returns the error of `serveJobs` in a shared worker. */
export async function servedByAll(): Promise<unknown> {
  const { port } = new SharedWorker(new URL("./shared-worker.ts", import.meta.url), { type: "module" });
  const message = await new Promise((resolve) => (port.onmessage = ({ data }) => resolve(data)));
  port.close();
  return message;
}

/** Waits for an idle period of a busy page. Returns whether the limit has ended the wait. */
export async function limitedIdle(limits: readonly number[]): Promise<boolean[]> {
  const ended: boolean[] = [];
  for (const ms of limits) {
    await run(
      function* () {
        const period = createTask(idle(ms));
        while (!period.done()) yield* sleep(0);
        ended.push((yield* period).didTimeout);
      },
      { loop: new PageLoop({ priority: "user-visible" }) },
    );
  }
  return ended;
}
