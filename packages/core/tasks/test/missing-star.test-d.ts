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

test("yield* gives the result of what it awaits", () => {
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

test("`yield x` without the star is refused where the coroutine is used", () => {
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
  // @ts-expect-error: nothing to await
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
  // @ts-expect-error: and so its caller is no coroutine
  void run(calls);
});

test("a returned coroutine was never awaited", () => {
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
  // @ts-expect-error: a given coroutine, too
  void createTask(returnsCoroutine());
  // @ts-expect-error: a runner's, too
  void new Runner().run(returnsCoroutine);
  void run(function* () {
    return yield* one();
  });
});

test("a coroutine that is used as a value is refused", () => {
  // @ts-expect-error: no number yet
  add(one(), 1);
  // @ts-expect-error: no arithmetic
  add(1, one() + 1);
  // @ts-expect-error: no number yet
  const value: number = one();
  // @ts-expect-error: no text
  one().toUpperCase();
  return value;
});

test("a future that is used as a value is refused", () => {
  // @ts-expect-error: no number yet
  add(future, 1);
  // @ts-expect-error: no arithmetic
  add(1, future + 1);
  // @ts-expect-error: no number yet
  const value: number = task;
  // @ts-expect-error: no member of the result
  future.toFixed();
  return value;
});

test("a trap can't be made by hand", () => {
  // @ts-expect-error: only the library makes traps
  const made: Awaitable<number> = { [Symbol.iterator]: () => [1][Symbol.iterator]() };
  const handedOut: Awaitable<number> = { [Symbol.iterator]: () => future[Symbol.iterator]() };
  const written: Awaitable<string> = {
    *[Symbol.iterator]() {
      yield* sleep(1);
      return "x";
    },
  };
  return [made, handedOut, written];
});
