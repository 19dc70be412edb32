import { BullMQExecutor, bullmqModule } from "@asyncio-ts/bullmq";
import { runInExecutor } from "@asyncio-ts/node";
import { fromPromise } from "@asyncio-ts/promise";
import { CancelledError, createTask, gatherSettled, run } from "@asyncio-ts/tasks";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { describe, expect, test } from "vitest";
import { hasRedis, RedisServer } from "./redis-server.ts";
import { until } from "./until.ts";
import { Workers } from "./workers.ts";

// There is no redis-server: apt-get install redis-server.
describe.skipIf(!hasRedis)("a cancelled future", () => {
  test("removes its waiting job, which never runs", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const first = runInExecutor(executor, { name: "nap", args: [1], options: { jobId: "first" } });
      yield* fromPromise(until(async () => (await redis.client.exists("bull:test:first")) === 1));
      first.cancel();
      expect(yield* thrown(first)).toBeInstanceOf(CancelledError);
      yield* fromPromise(until(() => executor.pending === 0));
      expect(yield* fromPromise(redis.client.exists("bull:test:first"))).toBe(0);
      yield* fromPromise(workers.start());
      yield* runInExecutor(executor, { name: "nap", args: [1], options: { jobId: "second" } });
      expect(workers.ids("began")).toEqual(["second"]);
      yield* executor.close();
    });
  });

  test("is never submitted if it is cancelled in the same step", async () => {
    const redis = await RedisServer.forTest();
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      runInExecutor(executor, { name: "nap", options: { jobId: "gone" } }).cancel();
      expect(executor.pending).toBe(0);
      const other = runInExecutor(executor, { name: "nap", options: { jobId: "other" } });
      yield* fromPromise(until(async () => (await redis.client.exists("bull:test:other")) === 1));
      expect(yield* fromPromise(redis.client.exists("bull:test:gone"))).toBe(0);
      other.cancel();
      yield* executor.close();
    });
  });

  test("cancels its job in another process, which cleans up", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    await workers.start();
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const task = createTask(bullmqModule<typeof import("./jobs.ts")>(executor).nap(60_000));
      yield* fromPromise(workers.seen("began"));
      task.cancel();
      expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
      yield* fromPromise(workers.seen("cleaned"));
      yield* fromPromise(until(() => executor.pending === 0));
      const [id] = workers.ids("began");
      expect(yield* fromPromise(redis.client.hget(`bull:test:${id}`, "failedReason"))).toBe("cancelled");
      yield* executor.close();
    });
    expect(workers.ids("ended")).toEqual([]);
  });

  test("cleans up to the end, although its executor repeats the cancellation meanwhile", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    await workers.start();
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection, reconcileInterval: 20 });
      const future = runInExecutor(executor, { name: "nap", args: [60_000, 500] });
      yield* fromPromise(workers.seen("began"));
      future.cancel();
      yield* fromPromise(until(() => executor.pending === 0));
      yield* executor.close();
    });
    expect(workers.ids("cleaned")).toHaveLength(1);
  });

  test("does not run again on a retry, after its worker has died and its executor was closed", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    const first = await workers.start();
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const future = runInExecutor(executor, { name: "stubborn", args: [60_000], options: { attempts: 5, jobId: "job" } });
      yield* fromPromise(workers.seen("began"));
      future.cancel();
      yield* executor.close();
    });
    await workers.seen("survived");
    first.kill("SIGKILL");
    await workers.start();
    await until(async () => (await redis.client.hget("bull:test:job", "failedReason")) === "cancelled");
    expect(workers.ids("began")).toHaveLength(1);
  });

  test("is one of hundreds, waiting and running, and no job is left", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    await workers.start({ concurrency: 50 });
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      const futures = Array.from({ length: 300 }, () => runInExecutor(executor, { name: "nap", args: [60_000] }));
      yield* fromPromise(workers.seen("began", 50));
      for (const future of futures) future.cancel();
      const outcomes = yield* gatherSettled(...futures);
      expect(outcomes.every((outcome) => outcome.status === "rejected" && outcome.reason instanceof CancelledError)).toBe(true);
      yield* fromPromise(until(() => executor.pending === 0));
      yield* executor.close();
    });
    expect(workers.ids("ended")).toEqual([]);
    expect(workers.ids("cleaned").sort()).toEqual(workers.ids("began").sort());
    for (const list of ["wait", "active"]) expect(await redis.client.llen(`bull:test:${list}`)).toBe(0);
  });
});
