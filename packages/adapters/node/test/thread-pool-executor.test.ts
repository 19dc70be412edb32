import { expect, test } from "vitest";
import { BlockingLoop, BrokenExecutor, runInExecutor, setDefaultExecutor, ThreadPoolExecutor, toThread } from "@asyncio-ts/node";
import { CancelledError, type Coroutine, createTask, gather, gatherSettled, run, sleep, waitFor } from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

const url = new URL("./jobs.js", import.meta.url);

/** Runs a coroutine function on the host's loop, with an executor that is shut down at the end. */
function withThreads<T>(
  options: ConstructorParameters<typeof ThreadPoolExecutor>[0],
  main: (executor: ThreadPoolExecutor) => Coroutine<T>,
): Promise<Awaited<T>> {
  return run(function* () {
    const executor = new ThreadPoolExecutor(options);
    try {
      return yield* main(executor);
    } finally {
      yield* executor.shutdown({ wait: true });
    }
  });
}

/** A job, and a function that checks its error or its result. */
const outcomes: Readonly<Record<string, [name: string, args: unknown[], check: (outcome: any) => void]>> = {
  "a job that returns": ["echo", [new Set([1])], (result) => expect(result).toEqual(new Set([1]))],
  "an async job": ["add", [1, 2], (result) => expect(result).toBe(3)],
  "a coroutine function": ["double", [21], (result) => expect(result).toBe(42)],
  "a job that throws": [
    "throws",
    [],
    (error) => {
      expect(error).toBeInstanceOf(RangeError);
      expect(error).toMatchObject({ name: "QuotaError", message: "over", code: "E_QUOTA" });
      expect(error.stack).toContain("jobs.js");
      expect(error.cause).toBeInstanceOf(AggregateError);
      expect(error.cause.errors[0]).toBeInstanceOf(TypeError);
      expect(error.cause.errors[1]).toMatchObject({ name: "QuotaError", code: "E_QUOTA" });
    },
  ],
  "a coroutine that throws": ["throwsLater", [], (error) => expect(error).toEqual(new TypeError("from a coroutine"))],
  "a job that throws no error": ["throwsText", [], (thrown) => expect(thrown).toBe("just a text")],
  "a job that exits": [
    "exits",
    [],
    (error) => {
      expect(error).toBeInstanceOf(BrokenExecutor);
      expect(error.message).toBe("exits of jobs.js: its thread has ended: worker exited with code: 3");
    },
  ],
  "a job without memory": [
    "fills",
    [],
    (error) => {
      expect(error).toBeInstanceOf(BrokenExecutor);
      expect(error.code).toBe("ERR_WORKER_OUT_OF_MEMORY");
    },
  ],
  "a job with an uncaught error": [
    "crashes",
    [],
    (error) => {
      expect(error).toBeInstanceOf(BrokenExecutor);
      expect(error.cause).toMatchObject({ name: "RangeError", message: "uncaught" });
    },
  ],
  "an argument that cannot be cloned": [
    "echo",
    [() => {}],
    (error) => {
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toContain("an argument of echo of jobs.js cannot be sent to another thread: ");
    },
  ],
  "a result that cannot be cloned": [
    "unclonable",
    [],
    (error) => {
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toContain("the result of unclonable of jobs.js cannot be sent to another thread: ");
    },
  ],
  "a missing export": ["nothing", [], (error) => expect(error.message).toContain("nothing of jobs.js: an exported function was expected")],
};

test.each(Object.entries(outcomes))("%s gives its own outcome, and the next job works", async (_, [name, args, check]) => {
  await withThreads({ maxWorkers: 1, resourceLimits: { maxOldGenerationSizeMb: 32 } }, function* (executor) {
    const [outcome] = yield* gatherSettled(runInExecutor(executor, { url, name, args }));
    check(outcome.status === "fulfilled" ? outcome.value : outcome.reason);
    expect(yield* runInExecutor(executor, { url, name: "add", args: [1, 2] })).toBe(3);
  });
});

test("a missing module keeps its code and names the file", async () => {
  await withThreads({}, function* (executor) {
    const error = yield* thrown(runInExecutor(executor, { url: new URL("./nowhere.js", import.meta.url), name: "echo" }));
    expect(error).toMatchObject({ code: "ERR_MODULE_NOT_FOUND" });
    expect(error.message).toContain("nowhere.js");
  });
});

test("a job that fails after its answer is reported, and the next job works", async () => {
  const reports: unknown[] = [];
  await run(function* () {
    const executor = new ThreadPoolExecutor({ maxWorkers: 1 });
    expect(yield* runInExecutor(executor, { url, name: "failsLater" })).toBe("answered");
    // The thread ends while a job is in it, or between two jobs.
    const outcomes = [];
    for (let i = 0; i < 3; i++)
      outcomes.push(...(yield* gatherSettled(runInExecutor(executor, { url, name: "sleepThen", args: [20, i] }))));
    reports.push(...outcomes.filter(({ status }) => status === "rejected"));
    expect(yield* runInExecutor(executor, { url, name: "add", args: [1, 2] })).toBe(3);
    yield* executor.shutdown({ wait: true });
  });
  for (const report of reports) expect(report).toMatchObject({ reason: { cause: { message: "too late" } } });
  expect(reports.length).toBeLessThan(2);
});

test.each(["cleansUp", "awaitsAbort"])(
  "cancelling the job %s cancels its future at once, and the job cleans up in its thread",
  async (name) => {
    await withThreads({ maxWorkers: 1, grace: 20_000 }, function* (executor) {
      const counter = new Int32Array(new SharedArrayBuffer(4));
      const future = runInExecutor(executor, { url, name, args: [counter] });
      while (Atomics.load(counter, 0) < 1) yield* sleep(1);
      future.cancel();
      expect(future.cancelled()).toBe(true);
      while (Atomics.load(counter, 0) < 2) yield* sleep(1);
      // The same thread goes on.
      expect(yield* runInExecutor(executor, { url, name: "add", args: [1, 2] })).toBe(3);
    });
  },
);

test("a job that does not end after its cancellation loses its thread after the grace, and the next job works", async () => {
  await withThreads({ maxWorkers: 1, grace: 20 }, function* (executor) {
    const spinning = createTask(function* () {
      yield* runInExecutor(executor, { url, name: "spins" });
    });
    yield* sleep(5);
    spinning.cancel();
    expect(yield* thrown(spinning)).toBeInstanceOf(CancelledError);
    expect(yield* runInExecutor(executor, { url, name: "add", args: [1, 2] })).toBe(3);
  });
});

test("jobs beyond the threads wait in order, and a cancelled one among them never runs", async () => {
  await withThreads({ maxWorkers: 1 }, function* (executor) {
    const counter = new Int32Array(new SharedArrayBuffer(4));
    const order: unknown[] = [];
    const first = runInExecutor(executor, { url, name: "sleepThen", args: [20, "first"] });
    const cancelled = runInExecutor(executor, { url, name: "cleansUp", args: [counter] });
    const rest = ["second", "third"].map((value) => runInExecutor(executor, { url, name: "echo", args: [value] }));
    cancelled.cancel();
    for (const future of [first, ...rest]) order.push(yield* future);
    expect(order).toEqual(["first", "second", "third"]);
    expect(counter[0]).toBe(0);
  });
});

test("a transfer list empties its source, and a job may move its result", async () => {
  await withThreads({}, function* (executor) {
    const bytes = new Uint8Array(1_000).fill(5);
    const echoed = yield* runInExecutor(executor, { url, name: "echo", args: [bytes], transfer: [bytes.buffer] });
    expect(bytes.length).toBe(0);
    expect(echoed).toEqual(new Uint8Array(1_000).fill(5));
    expect(yield* runInExecutor(executor, { url, name: "moves", args: [8] })).toEqual(new Uint8Array(8).fill(7));
  });
});

/** Jobs that are cancelled about when they end: `ABORTS=4000 pnpm test executor` for more. */
const ABORTS = Number(process.env["ABORTS"] ?? 400);

test(`${ABORTS} cancellations timed around the end of a job hurt no other job`, async () => {
  await withThreads({ maxWorkers: 2, grace: 0 }, function* (executor) {
    let innocent = 0;
    for (let i = 0; i < ABORTS; i++) {
      const victim = runInExecutor(executor, { url, name: "works", args: [2_000] });
      const other = runInExecutor(executor, { url, name: "echo", args: [i] });
      // Spans the time of such a job, which depends on the machine.
      for (let turn = 0; turn < i % 8; turn++) yield* sleep(0);
      if (i % 16 < 8) yield* sleep(0.2);
      victim.cancel();
      expect(yield* other).toBe(i);
      innocent++;
    }
    expect(innocent).toBe(ABORTS);
  });
}, 120_000);

test("shutdown refuses new jobs and waits for the last one", async () => {
  await run(function* () {
    const executor = new ThreadPoolExecutor({ maxWorkers: 1 });
    const futures = ["a", "b"].map((value) => runInExecutor(executor, { url, name: "sleepThen", args: [5, value] }));
    yield* executor.shutdown({ wait: true });
    expect(futures.map((future) => future.result())).toEqual(["a", "b"]);
    expect(() => runInExecutor(executor, { url, name: "echo" })).toThrow("cannot schedule new jobs after shutdown");
    yield* executor.shutdown({ wait: true });
  });
});

test("an executor works on several loops, on a BlockingLoop through its I/O thread", async () => {
  const executor = new ThreadPoolExecutor({ maxWorkers: 1 });
  const job = { url, name: "add", args: [1, 2] };
  const main = function* (): Coroutine<number> {
    return yield* waitFor(runInExecutor<number>(executor, job), 20_000);
  };
  expect(run(main, { loop: new BlockingLoop() })).toBe(3);
  expect(await run(main)).toBe(3);
  expect(await run(main, { loop: new HostVirtualLoop() })).toBe(3);
  expect(run(main, { loop: new BlockingLoop() })).toBe(3);
  await run(() => executor.shutdown({ wait: true }));
});

test("on a VirtualLoop an executor throws, and names the loops that can wait", () => {
  const main = function* (): Coroutine<void> {
    yield* toThread(url, "add", 1, 2);
  };
  expect(() => run(main, { loop: new VirtualLoop() })).toThrow(
    /ThreadPoolExecutor: a loop that can wait .* HostVirtualLoop .* BlockingLoop/,
  );
});

test.each([
  [{ maxWorkers: 0 }, "a positive whole number of maxWorkers was expected, got 0"],
  [{ maxWorkers: 1.5 }, "a positive whole number of maxWorkers was expected, got 1.5"],
  [{ grace: "1" as never }, "a number of milliseconds was expected"],
  [null as never, "an object of options was expected, got null"],
])("ThreadPoolExecutor(%o) is refused", (options, message) => {
  expect(() => new ThreadPoolExecutor(options)).toThrow(message);
});

test.each([
  [null, "a job { url, name, args? } was expected, got null"],
  [{ url, name: 1 }, "the name of an export was expected, got 1"],
  [{ url: "jobs.js", name: "echo" }, "an absolute URL was expected"],
  [{ url, name: "echo", args: 1 }, "an array of arguments was expected, got 1"],
])("the job %o is refused", async (job, message) => {
  await withThreads({}, function* (executor) {
    expect(() => runInExecutor(executor, job as never)).toThrow(message);
    yield* gather();
  });
});

test("submit() without settle is refused, and names the function that returns a future", () => {
  const executor = new ThreadPoolExecutor();
  expect(() => executor.submit({ url, name: "echo" }, undefined as never)).toThrow(
    "ThreadPoolExecutor: an object with result(), error() and cancelled() (runInExecutor returns a future) was expected, got undefined",
  );
});

test("setDefaultExecutor() has toThread() use other threads", async () => {
  await run(function* () {
    const executor = new ThreadPoolExecutor({ maxWorkers: 1 });
    setDefaultExecutor(executor);
    expect(yield* toThread(url, "add", 1, 2)).toBe(3);
    yield* executor.shutdown({ wait: true });
    expect((yield* thrown(toThread(url, "add", 1, 2))).message).toContain("after shutdown");
  });
});
