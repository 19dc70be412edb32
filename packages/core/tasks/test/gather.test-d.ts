import { type Coroutine, createTask, type Future, gather, gatherSettled, sleep, type Task } from "@asyncio-ts/tasks";
import { describe, expectTypeOf, test } from "vitest";

declare function a(): Coroutine<number>;
declare function b(): Coroutine<string>;
declare const task: Task<boolean>;
declare const tasks: Task<number>[];
declare const promise: Promise<Date>;

describe("gather", () => {
  test("gather() of coroutines returns a Future of the tuple of their results", () => {
    expectTypeOf(gather(a(), b())).toEqualTypeOf<Future<[number, string]>>();
  });

  test("gather() infers the results of futures, promises and coroutine functions", () => {
    expectTypeOf(gather(task, promise, a, sleep(10, "x"))).toEqualTypeOf<Future<[boolean, Date, number, string]>>();
  });

  test("gather() unwraps a promise of a promise", () => {
    expectTypeOf(gather(Promise.resolve(promise))).toEqualTypeOf<Future<[Date]>>();
  });

  test("gather() of spread arrays returns a Future of an array", () => {
    expectTypeOf(gather(...tasks)).toEqualTypeOf<Future<number[]>>();
    expectTypeOf(gather(...tasks.map(() => createTask(a())), b())).toEqualTypeOf<Future<[...number[], string]>>();
  });

  test("gather() without arguments returns a Future of an empty tuple", () => {
    expectTypeOf(gather()).toEqualTypeOf<Future<[]>>();
  });

  test("yield* gather() returns a tuple", () => {
    function* main() {
      const [first, second] = yield* gather(a(), b());
      expectTypeOf(first).toEqualTypeOf<number>();
      expectTypeOf(second).toEqualTypeOf<string>();
      return second;
    }
    expectTypeOf(main).returns.toExtend<Coroutine<string>>();
  });

  test("gather() does not compile with an argument that is not awaitable", () => {
    // @ts-expect-error a number
    gather(a(), 5);
    // @ts-expect-error a plain function
    gather(() => 5);
  });

  test("gather() without yield* is a Future, not a tuple", () => {
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
  test("gatherSettled() returns a Future of the PromiseSettledResult of each awaitable", () => {
    expectTypeOf(gatherSettled(a(), task)).toEqualTypeOf<Future<[PromiseSettledResult<number>, PromiseSettledResult<boolean>]>>();
    expectTypeOf(gatherSettled(...tasks)).toEqualTypeOf<Future<PromiseSettledResult<number>[]>>();
    expectTypeOf(gatherSettled()).toEqualTypeOf<Future<[]>>();
  });
});
