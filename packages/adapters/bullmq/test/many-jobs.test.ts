import { BullMQExecutor, type BullMQJob } from "@asyncio-ts/bullmq";
import { fromPromise } from "@asyncio-ts/promise";
import { gather, run } from "@asyncio-ts/tasks";
import { runInExecutor } from "@asyncio-ts/node";
import { describe, expect, test } from "vitest";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { hasRedis, RedisServer } from "./redis-server.ts";
import { until } from "./until.ts";
import { Workers } from "./workers.ts";

/** Submits jobs, and counts how often each one settles. */
class Counted {
  readonly #executor: BullMQExecutor;
  readonly settled: number[] = [];
  readonly failures: unknown[] = [];
  done = 0;

  constructor(executor: BullMQExecutor) {
    this.#executor = executor;
  }

  submit(job: BullMQJob): void {
    const index = this.settled.push(0) - 1;
    const count = () => {
      if (this.settled[index]!++ === 0) this.done++;
    };
    this.#executor.submit(job, { result: count, error: (error) => (count(), this.failures.push(error)), cancelled: count });
  }
}

// There is no redis-server: apt-get install redis-server.
describe.skipIf(!hasRedis)("many jobs", () => {
  test("each settle once, while workers are killed at random and Redis crashes once", async () => {
    const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
    console.log(`many jobs: SEED=${seed}`);
    const random = randomOf(seed);
    const redis = await RedisServer.forTest({ durable: true });
    const workers = new Workers(redis.port);
    // Many deaths may hit one job.
    const options = { maxStalledCount: 100 };
    const running = await Promise.all([1, 2, 3].map(() => workers.start(options)));
    const executor = new BullMQExecutor("test", { connection: redis.connection, onError() {} });
    const counted = new Counted(executor);
    for (let index = 0; index < 1000; index++) counted.submit({ name: "nap", args: [random(150)] });
    const crashAt = 100 + random(200);
    // Beside the deaths: on a busy machine the other workers may end all jobs while a new one starts.
    const crash = until(() => counted.done >= crashAt).then(() => redis.restart());
    while (counted.done < 1000) {
      const goal = Math.min(1000, counted.done + 30 + random(90));
      await until(() => counted.done >= goal);
      const victim = random(running.length);
      running[victim]!.kill("SIGKILL");
      running[victim] = await workers.start(options);
    }
    await crash;
    await run(() => executor.close());
    expect(counted.failures).toEqual([]);
    expect(counted.settled.every((times) => times === 1)).toBe(true);
    expect(new Set(workers.ids("ended")).size).toBe(1000);
  });

  test("all settle if their events are trimmed before they are read", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    const executor = new BullMQExecutor("test", { connection: redis.connection, maxEvents: 100, reconcileInterval: 200 });
    await run(function* () {
      const warm = runInExecutor(executor, { name: "add", args: [0, 0] });
      yield* fromPromise(workers.start({ maxEvents: 100 }));
      yield* warm;
      const futures = Array.from({ length: 3000 }, (_, index) => runInExecutor(executor, { name: "add", args: [index, 0] }));
      expect(yield* gather(...futures)).toEqual(Array.from({ length: 3000 }, (_, index) => index));
      expect(yield* fromPromise(redis.client.hget("bull:test:meta", "opts.maxLenEvents"))).toBe("100");
      yield* executor.close();
    });
  });

  test("in one burst of 10,000 all settle, and leave no key outside the retention", async () => {
    const redis = await RedisServer.forTest();
    const workers = new Workers(redis.port);
    await Promise.all([workers.start({ concurrency: 50 }), workers.start({ concurrency: 50 })]);
    const defaultJobOptions = { removeOnComplete: { count: 10_000 } };
    await run(function* () {
      const executor = new BullMQExecutor("test", { connection: redis.connection, defaultJobOptions });
      const futures = Array.from({ length: 10_000 }, (_, index) => runInExecutor(executor, { name: "add", args: [index, 1] }));
      expect(yield* gather(...futures)).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
      // The last ones leave only these.
      const last = Array.from({ length: 100 }, (_, index) => {
        return runInExecutor(executor, { name: "add", args: [index, 1], options: { removeOnComplete: { count: 50 } } });
      });
      yield* gather(...last);
      yield* executor.close();
    });
    const keys = (await redis.client.keys("*")).map((key) => key.replace("bull:test:", ""));
    const jobs = keys.filter((key) => /^[\da-f]{8}-/.test(key));
    expect(jobs).toHaveLength(50);
    const others = keys.filter((key) => !jobs.includes(key) && key !== "marker" && key !== "stalled-check" && key !== "stalled");
    expect(others.sort()).toEqual(["completed", "events", "id", "meta"]);
  });
});

/** Returns a function that draws whole numbers from 0 to below its argument. */
function randomOf(seed: number): (below: number) => number {
  const generator = xoroshiro128plus(seed);
  return (below) => uniformInt(generator, 0, below - 1);
}
