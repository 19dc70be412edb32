import { type PageLoop, runInExecutor, WorkerExecutor, workerModule, type WorkerModule } from "@asyncio-ts/browser";
import { type Coroutine, type Future, run, sleep } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

const jobs = {
  add: (a: number, b: number): number => a + b,
  addLater: async (a: number, b: number): Promise<number> => a + b,
  *nap(ms: number): Coroutine<string> {
    return yield* sleep(ms, "rested");
  },
  version: 3,
};
declare const module: WorkerModule<typeof jobs>;
declare const executor: WorkerExecutor;
declare const loop: PageLoop;

test("the functions of a worker's module are coroutine functions of its results", () => {
  expectTypeOf(module.add).toEqualTypeOf<(a: number, b: number) => Coroutine<number>>();
  expectTypeOf(module.addLater).toEqualTypeOf<(a: number, b: number) => Coroutine<number>>();
  expectTypeOf(module.nap).toEqualTypeOf<(ms: number) => Coroutine<string>>();
  expectTypeOf(module).not.toHaveProperty("version");
  // @ts-expect-error: an argument of another type
  module.add("1", 2);
  expectTypeOf(workerModule<typeof jobs>(executor)).toEqualTypeOf<WorkerModule<typeof jobs>>();
});

test("runInExecutor() takes the executor's own jobs", () => {
  expectTypeOf(runInExecutor<number>(executor, { name: "add", args: [1, 2] })).toEqualTypeOf<Future<number>>();
  // @ts-expect-error: a job of threads
  runInExecutor(executor, { url: "./jobs.js" });
  // @ts-expect-error: a worker in place of a function that makes workers
  void new WorkerExecutor(new Worker("./worker.js"));
});

test("run() on a PageLoop gives a promise", () => {
  expectTypeOf(run(sleep(1, "rested"), { loop })).toEqualTypeOf<Promise<string>>();
});
