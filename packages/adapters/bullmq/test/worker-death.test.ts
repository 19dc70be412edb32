import { BullMQExecutor, JobError, serveJobs } from "@asyncio-ts/bullmq";
import { runInExecutor } from "@asyncio-ts/node";
import { fromPromise } from "@asyncio-ts/promise";
import { Event } from "@asyncio-ts/sync";
import { gather, gatherSettled, run, sleep } from "@asyncio-ts/tasks";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { describe, expect, test } from "vitest";
import { hasRedis, RedisServer } from "./redis-server.ts";
import { until } from "./until.ts";
import { ended, Workers } from "./workers.ts";

// There is no redis-server: apt-get install redis-server.
describe.skipIf(!hasRedis)("the death of a worker", () => {
  test("has another worker run the job again, also with a single attempt", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    const first = await workers.start();
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const future = runInExecutor(executor, { name: "nap", args: [500], options: { attempts: 1 } });
      yield* fromPromise(workers.seen("began"));
      first.kill("SIGKILL");
      yield* fromPromise(workers.start());
      expect(yield* future).toBe("slept 500");
      yield* executor.close();
    });
    expect(workers.ids("began")).toHaveLength(2);
    expect(new Set(workers.ids("began")).size).toBe(1);
  });

  test("for the second time fails the job as stalled", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const future = runInExecutor(executor, { name: "nap", args: [60_000] });
      for (let death = 1; death <= 2; death++) {
        const worker = yield* fromPromise(workers.start());
        yield* fromPromise(workers.seen("began", death));
        worker.kill("SIGKILL");
      }
      yield* fromPromise(workers.start());
      const error = yield* thrown(future);
      expect(error).toBeInstanceOf(JobError);
      expect(error).toMatchObject({
        code: "ERR_JOB_STALLED",
        message: expect.stringContaining("nap: job stalled more than allowable limit"),
      });
      yield* executor.close();
    });
    expect(workers.ids("began")).toHaveLength(2);
  });

  test("fails the job at once if maxStalledCount is 0, so that it runs at most once", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    const first = await workers.start({ maxStalledCount: 0 });
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const future = runInExecutor(executor, { name: "nap", args: [60_000] });
      yield* fromPromise(workers.seen("began"));
      first.kill("SIGKILL");
      yield* fromPromise(workers.start({ maxStalledCount: 0 }));
      expect(yield* thrown(future)).toMatchObject({ code: "ERR_JOB_STALLED" });
      yield* executor.close();
    });
    expect(workers.ids("began")).toHaveLength(1);
  });

  test("is the error of the job, not that of an earlier attempt", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    const first = await workers.start({ maxStalledCount: 0 });
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const future = runInExecutor(executor, { name: "failThenNap", args: [60_000], options: { attempts: 2 } });
      yield* fromPromise(workers.seen("began"));
      first.kill("SIGKILL");
      yield* fromPromise(workers.start({ maxStalledCount: 0 }));
      expect(yield* thrown(future)).toMatchObject({ code: "ERR_JOB_STALLED" });
      yield* executor.close();
    });
  });

  test("is what a blocked thread looks like: the job runs twice, and its future settles once", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    await Promise.all([workers.start({ concurrency: 1 }), workers.start({ concurrency: 1 })]);
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const [outcome] = yield* gatherSettled(runInExecutor(executor, { name: "block", args: [4000] }));
      // The second worker blocks as well, and the first one may see that before it ends.
      expect(["blocked", "ERR_JOB_STALLED"]).toContain(outcome.status === "fulfilled" ? outcome.value : outcome.reason.code);
      yield* executor.close();
    });
    expect(workers.ids("began").length).toBe(2);
  });
});

// There is no redis-server: apt-get install redis-server.
describe.skipIf(!hasRedis)("the end of a worker", () => {
  test("by SIGTERM lets jobs end within the grace period, then the worker exits", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    const worker = await workers.start({ grace: 30_000 });
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const futures = [1, 2, 3].map(() => runInExecutor(executor, { name: "nap", args: [300] }));
      yield* fromPromise(workers.seen("began", 3));
      worker.kill("SIGTERM");
      expect(yield* gather(...futures)).toEqual(["slept 300", "slept 300", "slept 300"]);
      expect(yield* fromPromise(ended(worker))).toBe(0);
      yield* executor.close();
    });
    expect(worker.output).toMatch(/closed\n$/);
    expect(workers.ids("cleaned")).toEqual([]);
  });

  test.for([
    ["SIGTERM", 0],
    ["SIGINT", 130],
  ] as const)("by %s cancels jobs after the grace period, and another worker takes them", async ([signal, code]) => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    // The lock would hold the job back for a minute.
    const worker = await workers.start({ grace: 50, lockDuration: 60_000 });
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const future = runInExecutor(executor, { name: "nap", args: [1500] });
      yield* fromPromise(workers.seen("began"));
      worker.kill(signal);
      yield* fromPromise(workers.seen("cleaned"));
      expect(yield* fromPromise(ended(worker))).toBe(code);
      yield* fromPromise(workers.start());
      expect(yield* future).toBe("slept 1500");
      yield* executor.close();
    });
    expect(workers.ids("began")).toHaveLength(2);
  });

  test("by the end of its run gives the jobs back as well", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    const { connection } = redis;
    const executor = new BullMQExecutor("test", { connection });
    const results: unknown[] = [];
    const settle = { result: (value: unknown) => results.push(value), error: () => {}, cancelled: () => {} };
    executor.submit({ name: "nap", args: [1500] }, settle);
    const worker = await run(function* () {
      const began = new Event();
      const nap = () => {
        began.set();
        return sleep(60_000);
      };
      const worker = serveJobs("test", { nap }, { connection, lockDuration: 60_000 });
      yield* began.wait();
      return worker;
    });
    await workers.start({ concurrency: 1 });
    executor.submit({ name: "add", args: [1, 2] }, settle);
    await until(() => results.length === 2);
    expect(new Set(results)).toEqual(new Set([3, "slept 1500"]));
    await run(function* () {
      worker.close();
      yield* worker.waitClosed();
      yield* executor.shutdown();
    });
  });
});
