import { type Awaitable, coroutine, createTask, type Future, getEventLoop, run, Runner, sleep, type Task } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

declare const future: Future<number>;
declare const task: Task<number>;
declare const own: Awaitable<string>;
declare function add(a: number, b: number): number;

function* one() {
  yield* sleep(1);
  return 1;
}

test("yield* has the result type of the awaitable", () => {
  // oxlint-disable-next-line no-unused-vars
  function* main() {
    expectTypeOf(yield* one()).toEqualTypeOf<number>();
    expectTypeOf(yield* future).toEqualTypeOf<number>();
    expectTypeOf(yield* task).toEqualTypeOf<number>();
    expectTypeOf(yield* own).toEqualTypeOf<string>();
    expectTypeOf(yield* sleep(1)).toEqualTypeOf<void>();
    expectTypeOf(yield* sleep(1, "x" as const)).toEqualTypeOf<"x">();
  }
  expectTypeOf(main).returns.toExtend<Generator<any, void, any>>();
});

test("a coroutine that uses `yield` in place of `yield*` does not compile where it is run, started or marked", () => {
  function* yieldsFuture() {
    yield future;
  }
  function* yieldsCoroutine() {
    yield one();
  }
  function* yieldsValue() {
    yield 1;
  }
  function* yieldsNothing() {
    yield;
  }
  // @ts-expect-error: the star is missing
  void run(yieldsFuture);
  // @ts-expect-error: the star is missing
  void createTask(yieldsCoroutine);
  // @ts-expect-error: not awaitable
  void createTask(yieldsValue());
  // @ts-expect-error: sleep(0) is the bare yield
  void run(yieldsNothing);
  // @ts-expect-error: the star is missing
  coroutine(yieldsFuture);
  // @ts-expect-error: the star is missing
  void getEventLoop().createTask(yieldsFuture);
  function* calls() {
    // @ts-expect-error: the callee's star is missing
    const result: string = yield* yieldsFuture();
    return result;
  }
  // @ts-expect-error: so the caller is not a coroutine either
  void run(calls);
});

test("a coroutine function that returns an unawaited coroutine does not compile where it is run or started", () => {
  // @ts-expect-error: write `return yield* sleep(1)`
  void run(function* () {
    return sleep(1);
  });
  // @ts-expect-error: write `return yield* one()`
  void createTask(function* () {
    return one();
  });
  function* returnsCoroutine() {
    return one();
  }
  // @ts-expect-error: the same for its coroutine object
  void createTask(returnsCoroutine());
  // @ts-expect-error: the same for Runner.run()
  void new Runner().run(returnsCoroutine);
  void run(function* () {
    return yield* one();
  });
});

test("a coroutine used in place of its result does not compile", () => {
  // @ts-expect-error: not a number
  add(one(), 1);
  // @ts-expect-error: no arithmetic
  add(1, one() + 1);
  // @ts-expect-error: not a number
  const value: number = one();
  // @ts-expect-error: not a string
  one().toUpperCase();
  return value;
});

test("a future used in place of its result does not compile", () => {
  // @ts-expect-error: not a number
  add(future, 1);
  // @ts-expect-error: no arithmetic
  add(1, future + 1);
  // @ts-expect-error: not a number
  const value: number = task;
  // @ts-expect-error: not a member of the future
  future.toFixed();
  return value;
});

test("an Awaitable can pass on traps of the library, but not create its own", () => {
  // @ts-expect-error: only the library makes traps
  const forged: Awaitable<number> = { [Symbol.iterator]: () => [1][Symbol.iterator]() };
  const forwarded: Awaitable<number> = { [Symbol.iterator]: () => future[Symbol.iterator]() };
  const written: Awaitable<string> = {
    *[Symbol.iterator]() {
      yield* sleep(1);
      return "x";
    },
  };
  return [forged, forwarded, written];
});
