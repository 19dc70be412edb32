import { BullMQExecutor, type BullMQExecutorOptions, currentJob, type JobWorkerOptions, JobProgress, serveJobs } from "@asyncio-ts/bullmq";
import { runInExecutor } from "@asyncio-ts/node";
import { fromPromise } from "@asyncio-ts/promise";
import { Event } from "@asyncio-ts/sync";
import { BufferOverflowError } from "@asyncio-ts/sync/lowlevel";
import { type Coroutine, forEach, Future, getEventLoop, run, sleep } from "@asyncio-ts/tasks";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { VirtualLoop } from "@asyncio-ts/testing";
import { Queue } from "bullmq";
import { describe, expect, test } from "vitest";
import { hasRedis, RedisServer } from "./redis-server.ts";
import { until } from "./until.ts";

const nowhere = { host: "127.0.0.1", port: 1, lazyConnect: true };

/** Runs a test with an executor and a worker in this process. */
async function withJobs(
  module: object,
  body: (executor: BullMQExecutor, queue: Queue) => Coroutine<void>,
  options: Partial<JobWorkerOptions> = {},
): Promise<void> {
  const { connection } = await RedisServer.forTest();
  await run(function* () {
    const worker = serveJobs("test", module, { connection, ...options });
    const executor = new BullMQExecutor("test", { connection });
    const queue = new Queue("test", { connection });
    yield* body(executor, queue);
    yield* executor.close();
    yield* fromPromise(queue.close());
    worker.close();
    yield* worker.waitClosed();
  });
}

// There is no redis-server: apt-get install redis-server.
describe.skipIf(!hasRedis)("a job", () => {
  const errors: Record<string, () => unknown> = {
    cancelled: () => new Error("cancelled"),
    empty: () => new Error(""),
    unreadable: () => Object.assign(new RangeError("bad"), { message: Object.create(null), code: "EBAD" }),
    limited: () => new Error("bullmq:rateLimitExceeded"),
    large: () => new RangeError("x".repeat(20_000)),
  };
  const jobs = {
    *fail(kind: string): Coroutine<never> {
      throw errors[kind]!();
    },
  };

  test("that throws an error with a message of BullMQ's own, or without a readable message, fails with that error", async () => {
    await withJobs(jobs, function* (executor) {
      const fail = (kind: string) => runInExecutor(executor, { name: "fail", args: [kind] });
      expect(yield* thrown(fail("cancelled"))).toEqual(new Error("cancelled"));
      expect(yield* thrown(fail("limited"))).toEqual(new Error("bullmq:rateLimitExceeded"));
      expect(yield* thrown(fail("empty"))).toEqual(new Error(""));
      expect(yield* thrown(fail("unreadable"))).toMatchObject({ message: "an object of class null", code: "EBAD" });
    });
  });

  test("that throws an error with a large message leaves only its beginning in Redis", async () => {
    await withJobs(
      jobs,
      function* (executor, queue) {
        const error = yield* thrown(runInExecutor(executor, { name: "fail", args: ["large"], options: { jobId: "one" } }));
        expect(error.message).toMatch(/^RangeError: x{300}… \(its details were too large to send\)$/);
        const job = (yield* fromPromise(queue.getJob("one")))!;
        expect(JSON.stringify(job.toJSON()).length).toBeLessThan(10_000);
      },
      { maxResultBytes: 10_000 },
    );
  });

  test.for([5, "text", [1, 2], { a: 1 }, null])("of a plain producer with the data %j gets it in each attempt", async (data) => {
    const seen: unknown[] = [];
    const echo = function* (value: unknown): Coroutine<unknown> {
      seen.push(value);
      if (currentJob()!.attempt === 1) throw new Error("the first attempt");
      return value;
    };
    await withJobs({ echo }, function* (_, queue) {
      const job = yield* fromPromise(queue.add("echo", data, { attempts: 2 }));
      yield* fromPromise(until(() => job.getState().then((state) => state === "completed" || state === "failed")));
      expect(seen).toEqual([data, data]);
    });
  });

  test("with more progress than its reader may leave unread ends the progress with an error, and returns", async () => {
    const countTo = function* (n: number): Coroutine<number> {
      for (let i = 1; i <= n; i++) yield* currentJob()!.reportProgress(i);
      return n;
    };
    await withJobs({ countTo }, function* (executor) {
      const progress = new JobProgress<number>({ buffer: 2, overflow: "error" });
      expect(yield* runInExecutor(executor, { name: "countTo", args: [4], progress })).toBe(4);
      const seen: number[] = [];
      const error = yield* thrown(
        forEach(progress, function* (value) {
          seen.push(value);
        }),
      );
      expect(seen).toEqual([1, 2]);
      expect(error).toBeInstanceOf(BufferOverflowError);
    });
  });

  test("that returns a coroutine or an async generator which nothing runs fails", async () => {
    const text = async () => sleep(1);
    const texts = async function* () {
      yield "text";
    };
    await withJobs({ text, texts }, function* (executor) {
      for (const name of ["text", "texts"]) {
        const error = yield* thrown(runInExecutor(executor, { name }));
        expect(error).toMatchObject({
          code: "ERR_JOB_RESULT",
          message: expect.stringMatching(`^${name}: JSON was expected as the result, got `),
        });
      }
    });
  });

  test("logs texts only", async () => {
    const write = function* (): Coroutine<void> {
      yield* currentJob()!.log(Symbol("line") as never);
    };
    await withJobs({ write }, function* (executor) {
      const error = yield* thrown(runInExecutor(executor, { name: "write" }));
      expect(error).toEqual(new TypeError("log: a text was expected, got Symbol(line)"));
    });
  });

  test("ends in a worker that closes with a grace of Infinity", async () => {
    const { connection } = await RedisServer.forTest();
    await run(function* () {
      const began = new Event();
      const nap = function* (): Coroutine<string> {
        began.set();
        yield* sleep(50);
        return "slept";
      };
      const worker = serveJobs("test", { nap }, { connection, grace: Infinity });
      const executor = new BullMQExecutor("test", { connection });
      const future = runInExecutor(executor, { name: "nap" });
      yield* began.wait();
      worker.close();
      expect(yield* future).toBe("slept");
      yield* worker.waitClosed();
      yield* executor.close();
    });
  });

  test("waits for a Redis that starts late if its submitTimeout is Infinity", async () => {
    const redis = await RedisServer.forTest({ started: false });
    await run(function* () {
      const outage = new Future<Error>();
      const onError = (error: Error) => void (outage.done() || outage.setResult(error));
      const executor = new BullMQExecutor("test", { connection: redis.connection, submitTimeout: Infinity, onError });
      const future = runInExecutor(executor, { name: "add", args: [1, 2] });
      yield* outage;
      yield* fromPromise(redis.start());
      const worker = serveJobs("test", { add: (a: number, b: number) => a + b }, { connection: redis.connection });
      expect(yield* future).toBe(3);
      worker.close();
      yield* worker.waitClosed();
      yield* executor.close();
    });
  });
});

test("onError that throws is reported to the loop", async () => {
  await run(function* () {
    const reported = new Future<unknown>();
    getEventLoop().setExceptionHandler((_, { message, exception }) => {
      if (!reported.done()) reported.setResult([message, exception]);
    });
    const failure = new Error("in onError");
    const onError = () => {
      throw failure;
    };
    const executor = new BullMQExecutor("test", { connection: { host: "127.0.0.1", port: 1 }, onError });
    expect(yield* reported).toEqual(["Exception in onError of <BullMQExecutor test pending=0>", failure]);
    yield* executor.close();
  });
});

test("a job on a loop that owns its thread is refused", () => {
  const executor = new BullMQExecutor("test", { connection: nowhere });
  const submit = () => runInExecutor(executor, { name: "add" });
  expect(() => run(submit as never, { loop: new VirtualLoop() })).toThrow("Use a HostVirtualLoop");
  executor[Symbol.dispose]();
});

const common: [options: object, message: string][] = [
  [{}, "an object such as { host, port } as connection was expected, got undefined"],
  [{ connection: "redis://:secret@host" }, "an object such as { host, port } as connection was expected, got a text; write { url: text }"],
  [{ connection: nowhere, onError: 5 }, "onError: a plain function (createTask runs coroutines) was expected, got 5"],
  [{ connection: nowhere, prefix: Symbol("prefix") }, "a text as prefix was expected, got Symbol(prefix)"],
  [{ connection: nowhere, maxEvents: Infinity }, "maxEvents must be a positive whole number, got Infinity"],
];
const ofWorkers: [options: object, message: string][] = [
  [{ concurrency: 0 }, "concurrency must be a positive whole number, got 0"],
  [{ stalledInterval: NaN }, "stalledInterval must be a positive number, got NaN"],
  [{ maxStalledCount: -1 }, "maxStalledCount must be a positive number, got -1"],
  [{ signals: "SIGTERM" }, 'an array of SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR2 as signals was expected, got "SIGTERM"'],
  [{ signals: ["SIGKILL"] }, "an array of SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR2 as signals was expected, got an array of 1"],
];

test.each(common)("BullMQExecutor() and serveJobs() with the options %o are refused", (options, message) => {
  expect(() => new BullMQExecutor("test", options as BullMQExecutorOptions)).toThrow(`BullMQExecutor: ${message}`);
  expect(() => serveJobs("test", {}, options as JobWorkerOptions)).toThrow(`serveJobs: ${message}`);
});

test.each(ofWorkers)("serveJobs() with the options %o is refused", (options, message) => {
  expect(() => serveJobs("test", {}, { connection: nowhere, ...options })).toThrow(`serveJobs: ${message}`);
});

test.each([5, "", "a:b", Symbol("queue")])("the queue %o is refused", (queue) => {
  const message = ": the name of a queue, without colons, was expected, got ";
  expect(() => new BullMQExecutor(queue as never, { connection: nowhere })).toThrow(`BullMQExecutor${message}`);
  expect(() => serveJobs(queue as never, {}, { connection: nowhere })).toThrow(`serveJobs${message}`);
});

test("the promise of a module is refused", () => {
  const module = import("./until.ts");
  expect(() => serveJobs("test", module, { connection: nowhere })).toThrow(
    "an object of functions was expected, got an object of class Promise",
  );
});

test.each([
  [{ args: [1, () => {}] }, "JSON as argument 2 of job add was expected, got function (anonymous)"],
  [{ options: "text" }, 'an object as options of job add was expected, got "text"'],
  [{ options: { jobId: "" } }, 'a text as jobId of job add was expected, got ""'],
  [{ options: { jobId: 5 } }, "a text as jobId of job add was expected, got 5"],
  [{ progress: () => {} }, "a JobProgress as progress of job add was expected, got function progress"],
])("the job %o is refused", (job, message) => {
  const executor = new BullMQExecutor("test", { connection: nowhere });
  const settle = { result() {}, error() {}, cancelled() {} };
  expect(() => executor.submit({ name: "add", ...job } as never, settle)).toThrow(`BullMQExecutor: ${message}`);
  expect(executor.pending).toBe(0);
  executor[Symbol.dispose]();
});

test("JobProgress() refuses options that are no object", () => {
  expect(() => new JobProgress(null as never)).toThrow("JobProgress: an object of options was expected, got null");
});
