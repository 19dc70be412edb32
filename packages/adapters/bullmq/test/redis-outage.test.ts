import { BullMQExecutor, JobError } from "@asyncio-ts/bullmq";
import { runInExecutor } from "@asyncio-ts/node";
import { fromPromise } from "@asyncio-ts/promise";
import { gather, run, sleep, TimeoutError } from "@asyncio-ts/tasks";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { describe, expect, test } from "vitest";
import { hasRedis, RedisServer } from "./redis-server.ts";
import { until } from "./until.ts";
import { Workers } from "./workers.ts";

const quiet = { onError: () => {} };

// There is no redis-server: apt-get install redis-server.
describe.skipIf(!hasRedis)("an outage of Redis", () => {
  test("by a crash loses none of 200 running jobs", async () => {
    const redis = await RedisServer.forTest({ durable: true });
    const workers = new Workers(redis.port);
    await Promise.all([workers.start({ concurrency: 100, maxStalledCount: 5 }), workers.start({ concurrency: 100, maxStalledCount: 5 })]);
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection, ...quiet });
      const futures = Array.from({ length: 200 }, () => runInExecutor(executor, { name: "nap", args: [500] }));
      yield* fromPromise(workers.seen("began", 200));
      yield* fromPromise(redis.restart());
      const results = yield* gather(...futures);
      expect(new Set(results)).toEqual(new Set(["slept 500"]));
      yield* executor.close();
    });
    expect(new Set(workers.ids("began")).size).toBe(200);
  });

  test("by a freeze longer than the locks loses none of 100 running jobs", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    await Promise.all([workers.start({ concurrency: 50, maxStalledCount: 5 }), workers.start({ concurrency: 50, maxStalledCount: 5 })]);
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection, ...quiet });
      const futures = Array.from({ length: 100 }, () => runInExecutor(executor, { name: "nap", args: [1000] }));
      yield* fromPromise(workers.seen("began", 100));
      redis.signal("SIGSTOP");
      // The event under test is the passing of time in Redis.
      yield* sleep(3500);
      redis.signal("SIGCONT");
      const results = yield* gather(...futures);
      expect(new Set(results)).toEqual(new Set(["slept 1000"]));
      yield* executor.close();
    });
    expect(new Set(workers.ids("began")).size).toBe(100);
  });

  test("with the loss of its data fails the jobs as lost", async () => {
    const redis = await RedisServer.forTest();
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection, ...quiet, reconcileInterval: 200 });
      const future = runInExecutor(executor, { name: "add", args: [1, 2], options: { jobId: "job" } });
      yield* fromPromise(until(async () => (await redis.client.exists("bull:test:job")) === 1));
      yield* fromPromise(redis.client.flushall());
      const error = yield* thrown(future);
      expect(error).toBeInstanceOf(JobError);
      expect(error).toMatchObject({ code: "ERR_JOB_LOST", jobId: "job", message: expect.stringContaining("add: job lost") });
      yield* executor.close();
    });
  });

  test("from the start fails a job by the deadline, and the job never runs", async () => {
    const redis = await RedisServer.forTest({ started: false });
    const workers = new Workers(redis.port);
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection, ...quiet, submitTimeout: 2000 });
      const future = runInExecutor(executor, { name: "nap", args: [1], options: { jobId: "late" } });
      const error = yield* thrown(future);
      expect(error).toBeInstanceOf(TimeoutError);
      expect(error.message).toBe("BullMQExecutor: Redis did not accept job nap of queue test within 2000 ms; is it reachable?");
      expect(error.cause).toMatchObject({ code: "ECONNREFUSED" });
      yield* fromPromise(redis.start());
      // It was added after all, then removed.
      yield* fromPromise(until(async () => (await redis.client.xlen("bull:test:events")) >= 4));
      yield* fromPromise(workers.start());
      expect(yield* runInExecutor(executor, { name: "nap", args: [1], options: { jobId: "next" } })).toBe("slept 1");
      expect(workers.ids("began")).toEqual(["next"]);
      yield* executor.close();
    });
  });

  test("during submissions delays them, if it ends before the deadline", async () => {
    const redis = await RedisServer.forTest({ durable: true });
    const workers = new Workers(redis.port);
    await workers.start();
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection, ...quiet });
      expect(yield* runInExecutor(executor, { name: "add", args: [1, 2] })).toBe(3);
      const restarted = redis.restart();
      const futures = Array.from({ length: 100 }, (_, index) => runInExecutor(executor, { name: "add", args: [index, 0] }));
      yield* fromPromise(restarted);
      expect(yield* gather(...futures)).toEqual(Array.from({ length: 100 }, (_, index) => index));
      yield* executor.close();
    });
  });
});
