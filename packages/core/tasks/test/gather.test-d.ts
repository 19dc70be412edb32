import { type Coroutine, createTask, type Future, gather, gatherSettled, sleep, type Task } from "@asyncio-ts/tasks";
import { describe, expectTypeOf, test } from "vitest";

declare function a(): Coroutine<number>;
declare function b(): Coroutine<string>;
declare const task: Task<boolean>;
declare const tasks: Task<number>[];
declare const promise: Promise<Date>;

describe("gather", () => {
  test("of coroutines is a future of their results, in their order", () => {
    expectTypeOf(gather(a(), b())).toEqualTypeOf<Future<[number, string]>>();
  });

  test("of futures, promises and functions too", () => {
    expectTypeOf(gather(task, promise, a, sleep(10, "x"))).toEqualTypeOf<Future<[boolean, Date, number, string]>>();
  });

  test("of a promise of a promise is what both come to", () => {
    expectTypeOf(gather(Promise.resolve(promise))).toEqualTypeOf<Future<[Date]>>();
  });

  test("of arrays is a future of an array", () => {
    expectTypeOf(gather(...tasks)).toEqualTypeOf<Future<number[]>>();
    expectTypeOf(gather(...tasks.map(() => createTask(a())), b())).toEqualTypeOf<Future<[...number[], string]>>();
  });

  test("of nothing is a future of nothing", () => {
    expectTypeOf(gather()).toEqualTypeOf<Future<[]>>();
  });

  test("is awaited into a tuple", () => {
    function* main() {
      const [first, second] = yield* gather(a(), b());
      expectTypeOf(first).toEqualTypeOf<number>();
      expectTypeOf(second).toEqualTypeOf<string>();
      return second;
    }
    expectTypeOf(main).returns.toExtend<Coroutine<string>>();
  });

  test("refuses what can't be awaited", () => {
    // @ts-expect-error a number
    gather(a(), 5);
    // @ts-expect-error a function that is no coroutine function
    gather(() => 5);
  });

  test("without the star there are no results", () => {
    const all = gather(a(), b());
    // @ts-expect-error the future itself
    const wrong: [number, string] = all;
    function* main() {
      yield* sleep(0);
      const [first] = all;
      // @ts-expect-error taken from the future, not from its result
      return first.toFixed();
    }
    void [wrong, main];
  });
});

describe("gatherSettled", () => {
  test("gives each one's outcome", () => {
    expectTypeOf(gatherSettled(a(), task)).toEqualTypeOf<Future<[PromiseSettledResult<number>, PromiseSettledResult<boolean>]>>();
    expectTypeOf(gatherSettled(...tasks)).toEqualTypeOf<Future<PromiseSettledResult<number>[]>>();
    expectTypeOf(gatherSettled()).toEqualTypeOf<Future<[]>>();
  });
});
