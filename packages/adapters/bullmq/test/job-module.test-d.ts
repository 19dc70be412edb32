import { type BullMQExecutor, bullmqModule, type JobFunction, type JobResult } from "@asyncio-ts/bullmq";
import type { Coroutine } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

declare const executor: BullMQExecutor;

test("bullmqModule() types the functions of a module, and no other exports", () => {
  const jobs = bullmqModule<typeof import("./jobs.ts")>(executor);
  expectTypeOf(jobs.add).toEqualTypeOf<JobFunction<(a: number, b: number) => Coroutine<number>>>();
  expectTypeOf(jobs.add(1, 2)).toEqualTypeOf<Coroutine<number>>();
  expectTypeOf(jobs.promised(1)).toEqualTypeOf<Coroutine<number>>();
  expectTypeOf(jobs.nap.with({ delay: 5, attempts: 3 })(1)).toEqualTypeOf<Coroutine<string>>();
  // @ts-expect-error -- wrong type of an argument
  jobs.add("1", 2);
  // @ts-expect-error -- not a function
  jobs.constant();
  // @ts-expect-error -- no such export
  jobs.missing();
});

test("JobResult is the value of a coroutine, a promise or a plain function", () => {
  expectTypeOf<JobResult<() => Coroutine<number>>>().toEqualTypeOf<number>();
  expectTypeOf<JobResult<() => Generator<never, string>>>().toEqualTypeOf<string>();
  expectTypeOf<JobResult<() => Promise<boolean>>>().toEqualTypeOf<boolean>();
  expectTypeOf<JobResult<() => 5>>().toEqualTypeOf<5>();
});
