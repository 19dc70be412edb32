import { BullMQExecutor, bullmqModule, JobError } from "@asyncio-ts/bullmq";
import { runInExecutor } from "@asyncio-ts/node";
import { fromPromise } from "@asyncio-ts/promise";
import { CancelledError, type Coroutine, InvalidStateError, run, TimeoutError } from "@asyncio-ts/tasks";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { Queue } from "bullmq";
import { describe, expect, test } from "vitest";
import { hasRedis, RedisServer } from "./redis-server.ts";
import { until } from "./until.ts";
import { Workers } from "./workers.ts";

/** Runs a test with one worker process. */
function withWorker(body: (executor: BullMQExecutor, workers: Workers, redis: RedisServer) => Coroutine<void>) {
  return async (): Promise<void> => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    await workers.start({ maxResultBytes: 10_000 });
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection });
      yield* body(executor, workers, redis);
      yield* executor.close();
    });
  };
}

// There is no redis-server: apt-get install redis-server.
describe.skipIf(!hasRedis)("a job", () => {
  test(
    "returns its result as JSON",
    withWorker(function* (executor) {
      const jobs = bullmqModule<typeof import("./jobs.ts")>(executor);
      expect(yield* jobs.add(1, 2)).toBe(3);
      expect(yield* jobs.promised(7)).toBe(7);
      expect(yield* jobs.result("null")).toBe(null);
      expect(yield* jobs.result("undefined")).toBe(null);
      expect(yield* jobs.result("date")).toBe("1970-01-01T00:00:00.000Z");
    }),
  );

  test(
    "fails with the class, name, code and cause of its error, and with the remote stack",
    withWorker(function* (executor) {
      const jobs = bullmqModule<typeof import("./jobs.ts")>(executor);
      const error = yield* thrown(jobs.fail("subclass"));
      expect(error).toBeInstanceOf(RangeError);
      expect(error).toMatchObject({ name: "QuotaError", message: "too much", code: "EQUOTA", limit: 3 });
      expect(error.stack).toMatch(/at (?:Module\.)?fail .*jobs\.ts/);
      expect(error.cause).toBeInstanceOf(AggregateError);
      expect(error.cause.errors[0]).toBeInstanceOf(TimeoutError);
      expect(error.cause.errors[1]).toBeInstanceOf(TypeError);
      expect(yield* thrown(jobs.fail("ours"))).toBeInstanceOf(InvalidStateError);
      expect(yield* thrown(jobs.fail("large"))).toMatchObject({
        message: "RangeError: too much detail (its details were too large to send)",
      });
      expect(yield* thrown(jobs.fail("text"))).toBe("just a text");
      expect(yield* thrown(jobs.fail("null"))).toBe(null);
    }),
  );

  test(
    "that cancels itself cancels its future",
    withWorker(function* (executor) {
      const future = runInExecutor(executor, { name: "fail", args: ["cancelled"] });
      expect(yield* thrown(future)).toBeInstanceOf(CancelledError);
      expect(future.cancelled()).toBe(true);
    }),
  );

  test(
    "is tried again as its options say, and a final error ends that",
    withWorker(function* (executor, workers) {
      const jobs = bullmqModule<typeof import("./jobs.ts")>(executor);
      const retries = { attempts: 3, backoff: 10 };
      expect(yield* jobs.attempt.with(retries)(3)).toBe(3);
      expect(workers.ids("began")).toHaveLength(3);
      expect(yield* thrown(jobs.attempt.with(retries)(9))).toEqual(new Error("attempt 3"));
      expect(workers.ids("began")).toHaveLength(6);
      expect(yield* thrown(jobs.fail.with(retries)("final"))).toMatchObject({ name: "UnrecoverableError", message: "never again" });
      expect(workers.ids("began")).toHaveLength(7);
    }),
  );

  test(
    "fails if its result is no JSON or too large, or if the module has no such function",
    withWorker(function* (executor) {
      const jobs = bullmqModule<typeof import("./jobs.ts") & { missing(): void }>(executor);
      const large = yield* thrown(jobs.result("large"));
      expect(large).toBeInstanceOf(JobError);
      expect(large).toMatchObject({
        code: "ERR_JOB_RESULT",
        message: expect.stringMatching(/^result: the result has 20002 bytes, more than the 10000/),
      });
      const bigint = { code: "ERR_JOB_RESULT", message: "result: JSON was expected as the result, got 1n" };
      expect(yield* thrown(jobs.result("bigint"))).toMatchObject(bigint);
      const text = "serveJobs: queue test has no function missing; its module has add, attempt, block";
      const missing = yield* thrown(jobs.missing());
      expect(missing).toMatchObject({ code: "ERR_JOB_UNKNOWN", message: expect.stringContaining(text) });
      expect(yield* thrown(runInExecutor(executor, { name: "constant" }))).toMatchObject({ code: "ERR_JOB_UNKNOWN" });
      expect(yield* thrown(runInExecutor(executor, { name: "toString" }))).toMatchObject({ code: "ERR_JOB_UNKNOWN" });
    }),
  );

  test(
    "with arguments that are no JSON fails alone, and names the argument",
    withWorker(function* (executor) {
      const jobs = bullmqModule<{ add(a: unknown, b: unknown): Coroutine<number> }>(executor);
      const futures = [
        runInExecutor(executor, { name: "add", args: [1, 1] }),
        runInExecutor(executor, { name: "add", args: [2, 2n] }),
        runInExecutor(executor, { name: "add", args: [3, 3] }),
      ];
      expect(yield* futures[0]!).toBe(2);
      const error = yield* thrown(futures[1]!);
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toBe("BullMQExecutor: JSON was expected as argument 2 of job add, got 2n");
      expect(yield* futures[2]!).toBe(6);
      expect(yield* jobs.add("a", "b")).toBe("ab");
    }),
  );

  test(
    "of a plain producer gets its data as the only argument, and one of another worker fails with its message",
    withWorker(function* (executor, _, redis) {
      const queue = new Queue("test", { connection: redis.connection });
      const job = yield* fromPromise(queue.add("promised", 5 as never));
      yield* fromPromise(until(async () => (await queue.getJob(job.id!))?.returnvalue === 5));
      const future = runInExecutor(executor, { name: "nap", args: [60_000], options: { jobId: "failed by hand" } });
      yield* fromPromise(until(() => redis.client.exists("bull:test:failed by hand:lock")));
      yield* fromPromise(
        (async () => {
          const running = (await queue.getJob("failed by hand"))!;
          const token = (await redis.client.get("bull:test:failed by hand:lock"))!;
          await running.moveToFailed(new Error("a foreign error"), token);
        })(),
      );
      expect(yield* thrown(future)).toMatchObject({ code: "ERR_JOB_FAILED", message: "nap: a foreign error" });
      yield* fromPromise(queue.close());
    }),
  );
});
