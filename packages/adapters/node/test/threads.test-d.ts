import { expectTypeOf, test } from "vitest";
import { BlockingLoop, type Executor, runInExecutor, type ThreadJob, threadModule, ThreadPoolExecutor, toThread } from "@asyncio-ts/node";
import { type Coroutine, type Future, run } from "@asyncio-ts/tasks";

declare const jobs: {
  readonly hash: (text: string, rounds?: number) => string;
  readonly fetchText: (url: string) => Promise<string>;
  readonly count: (to: number) => Coroutine<number[]>;
  readonly version: string;
};

test("threadModule() takes the types of the exported functions", () => {
  const threads = threadModule<typeof jobs>("file:///jobs.js");
  expectTypeOf(threads.hash).toEqualTypeOf<(text: string, rounds?: number) => Coroutine<string>>();
  expectTypeOf(threads.fetchText).toEqualTypeOf<(url: string) => Coroutine<string>>();
  expectTypeOf(threads.count).toEqualTypeOf<(to: number) => Coroutine<number[]>>();
  // @ts-expect-error A value that is no function has no place in a thread module.
  void threads.version;
  // @ts-expect-error Arguments are checked.
  void threads.hash(1);
});

test("run() on a BlockingLoop gives the value, and else a promise", () => {
  const main = function* (): Coroutine<number> {
    return 1;
  };
  expectTypeOf(run(main, { loop: new BlockingLoop() })).toEqualTypeOf<number>();
  expectTypeOf(run(main)).toEqualTypeOf<Promise<number>>();
});

test("results have the type that the caller names", () => {
  expectTypeOf(toThread<number>("node:path", "basename", "a")).toEqualTypeOf<Coroutine<number>>();
  expectTypeOf(new BlockingLoop().io<number>("node:path", "basename")).toEqualTypeOf<Future<number>>();
  expectTypeOf(new ThreadPoolExecutor()).toExtend<Executor<ThreadJob>>();
  // @ts-expect-error A job names its export.
  void runInExecutor(new ThreadPoolExecutor(), { url: "node:path" });
});
