import { BullMQExecutor, bullmqModule, JobProgress, serveJobs } from "@asyncio-ts/bullmq";
import { runInExecutor } from "@asyncio-ts/node";
import { fromPromise } from "@asyncio-ts/promise";
import { CancelledError, createTask, forEach, gather, run } from "@asyncio-ts/tasks";
import { child } from "@asyncio-ts/test-helpers/child";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { Queue } from "bullmq";
import { describe, expect, test } from "vitest";
import { hasRedis, RedisServer } from "./redis-server.ts";
import { until } from "./until.ts";
import { Workers } from "./workers.ts";

// There is no redis-server: apt-get install redis-server.
describe.skipIf(!hasRedis)("BullMQExecutor", () => {
  test("gives progress in order as a source, which ends with the job", async () => {
    const redis = await RedisServer.forTest();
    await new Workers(redis.port).start();
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const progress = new JobProgress<number>();
      const task = createTask(bullmqModule<typeof import("./jobs.ts")>(executor).countTo.with({ progress })(20));
      const seen: number[] = [];
      yield* forEach(progress, function* (value) {
        seen.push(value);
      });
      expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      expect(yield* task).toBe(20);
      yield* executor.close();
    });
  });

  test("passes delays and priorities on to BullMQ, and workers their rate limit", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const nap = (jobId: string, options: object) => runInExecutor(executor, { name: "nap", args: [0], options: { jobId, ...options } });
      const futures = [nap("late", { delay: 3_600_000 }), nap("low", { priority: 9 }), nap("high", { priority: 1 })];
      yield* fromPromise(until(async () => (await redis.client.zcard("bull:test:prioritized")) === 2));
      expect(yield* fromPromise(redis.client.zcard("bull:test:delayed"))).toBe(1);
      yield* fromPromise(workers.start({ concurrency: 1, limiter: { max: 1, duration: 100 } }));
      yield* gather(...futures.slice(1));
      expect(workers.ids("began")).toEqual(["high", "low"]);
      const queue = new Queue("test", { connection: redis.connection });
      yield* fromPromise(queue.getJob("late").then((job) => job!.promote()));
      yield* futures[0]!;
      yield* fromPromise(queue.close());
      yield* executor.close();
    });
  });

  test("runs jobs of one id once, and cancels them with their last future", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    await workers.start();
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const nap = (ms: number) => runInExecutor(executor, { name: "nap", args: [ms], options: { jobId: "one" } });
      const [first, second] = [nap(300), nap(300)];
      yield* fromPromise(workers.seen("began"));
      first.cancel();
      expect(yield* second).toBe("slept 300");
      // The result is still there, so the job does not run again.
      expect(yield* nap(300)).toBe("slept 300");
      expect(workers.ids("began")).toEqual(["one"]);
      expect(first.cancelled()).toBe(true);
      yield* executor.close();
    });
  });

  test("follows a job that BullMQ deduplicates", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    await workers.start();
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const nap = () => runInExecutor(executor, { name: "nap", args: [300], options: { deduplication: { id: "same" } } });
      const first = nap();
      yield* fromPromise(workers.seen("began"));
      expect(yield* gather(first, nap(), nap())).toEqual(["slept 300", "slept 300", "slept 300"]);
      expect(workers.ids("began")).toHaveLength(1);
      yield* executor.close();
    });
  });

  test("shutdown() waits for the jobs, and refuses new ones", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    await workers.start();
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const future = runInExecutor(executor, { name: "nap", args: [200] });
      yield* executor.shutdown({ wait: false });
      expect(future.done()).toBe(false);
      expect(() => runInExecutor(executor, { name: "nap" })).toThrow("cannot submit a job after the executor was shut down");
      yield* executor.shutdown({ wait: true });
      expect(future.result()).toBe("slept 200");
    });
  });

  test("close() cancels waiting and running jobs, and a module closes its own executor", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    await workers.start({ concurrency: 2 });
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const futures = Array.from({ length: 5 }, () => runInExecutor(executor, { name: "nap", args: [60_000] }));
      yield* fromPromise(workers.seen("began", 2));
      yield* executor.close();
      for (const future of futures) expect(yield* thrown(future)).toBeInstanceOf(CancelledError);
      yield* fromPromise(workers.seen("cleaned", 2));
      expect(yield* fromPromise(redis.client.llen("bull:test:wait"))).toBe(0);
      using jobs = bullmqModule<typeof import("./jobs.ts")>("test", { connection: redis.connection });
      expect(yield* jobs.add(1, 2)).toBe(3);
    });
    expect(workers.ids("began")).toHaveLength(2);
  });

  test("leaves no handle: the process ends by itself, with and without a Redis", async () => {
    const redis = await RedisServer.forTest();
    const program = (end: string, connection: object, submitTimeout = 20_000) => `
      import { BullMQExecutor, serveJobs } from "@asyncio-ts/bullmq";
      import { runInExecutor } from "@asyncio-ts/node";
      import { run } from "@asyncio-ts/tasks";
      await run(function* () {
        const options = { connection: ${JSON.stringify(connection)}, onError() {}, submitTimeout: ${submitTimeout} };
        const executor = new BullMQExecutor("other", options);
        const worker = serveJobs("other", { *add(a, b) { return a + b; } }, options);
        const future = runInExecutor(executor, { name: "add", args: [1, 2] });
        ${end}
        worker.close();
        yield* worker.waitClosed();
      });
      console.log("over");
    `;
    const here = new URL("../", import.meta.url);
    const closes = "console.log(yield* future); yield* executor.close();";
    expect(await child(program(closes, redis.connection), here)).toEqual({ code: 0, out: "3\nover\n", err: "" });
    const shutsDown = "future.addDoneCallback(() => console.log(future.result())); yield* executor.shutdown();";
    expect(await child(program(shutsDown, redis.connection), here)).toEqual({ code: 0, out: "3\nover\n", err: "" });
    const gone = { host: "127.0.0.1", port: 1 };
    const fails = "try { yield* future; } catch (error) { console.log(error.name); } yield* executor.close();";
    expect(await child(program(fails, gone, 200), here)).toEqual({ code: 0, out: "TimeoutError\nover\n", err: "" });
  });
});

test("BullMQExecutor() and submit() refuse wrong arguments", () => {
  const options = { connection: { host: "127.0.0.1", port: 1, lazyConnect: true } };
  expect(() => new BullMQExecutor("test", null as never)).toThrow("BullMQExecutor: an object of options was expected, got null");
  expect(() => new BullMQExecutor("test", { ...options, submitTimeout: 0 })).toThrow("submitTimeout must be a positive number, got 0");
  expect(() => bullmqModule(5 as never)).toThrow("bullmqModule: the name of a queue or a BullMQExecutor was expected, got 5");
  expect(() => serveJobs("test", null as never, options)).toThrow("serveJobs: a module or an object of functions was expected, got null");
  const executor = new BullMQExecutor("test", options);
  const settle = { result() {}, error() {}, cancelled() {} };
  expect(() => executor.submit({} as never, settle)).toThrow("BullMQExecutor: a job with a name was expected");
  expect(() => executor.submit({ name: "add", args: 5 as never }, settle)).toThrow("an array as args of job add was expected, got 5");
  expect(() => executor.submit({ name: "add" }, undefined as never)).toThrow(
    "BullMQExecutor: an object with result(), error() and cancelled() (runInExecutor returns a future) was expected, got undefined",
  );
  expect(String(executor)).toBe("<BullMQExecutor test pending=0>");
  executor[Symbol.dispose]();
  expect(String(executor)).toBe("<BullMQExecutor test pending=0 shut down>");
});
