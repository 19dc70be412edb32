import { type Coroutine, coroutine, sleep, type Startable, type Trap } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

test("coroutine() keeps the type of the function: parameters, result, generics and `this`", () => {
  function* plain(a: number, b?: string) {
    yield* sleep(1);
    return b ?? a;
  }
  expectTypeOf(coroutine(plain)).toEqualTypeOf<typeof plain>();
  const generic = coroutine(function* <T>(value: T) {
    yield* sleep(1);
    return value;
  });
  expectTypeOf(generic({ q: 1 })).toEqualTypeOf<Generator<Trap, { q: number }, any>>();
  class Account {
    balance = 1;
    deposit = coroutine(function* (this: Account, amount: number) {
      yield* sleep(1);
      return this.balance + amount;
    });
  }
  expectTypeOf(new Account().deposit).parameters.toEqualTypeOf<[amount: number]>();
  const recursive: (depth: number) => Coroutine<number> = coroutine(function* recursive(depth: number): Coroutine<number> {
    return depth === 0 ? 0 : yield* recursive(depth - 1);
  });
  expectTypeOf(recursive(1)).toEqualTypeOf<Coroutine<number>>();
});

test("coroutine() accepts only a function*", () => {
  // @ts-expect-error: a plain function
  coroutine(() => 1);
  // @ts-expect-error: an async function
  coroutine(async () => 1);
  // @ts-expect-error: a coroutine, not its function
  coroutine(sleep(1));
  // @ts-expect-error: an async generator
  coroutine(async function* () {});
});

test("Startable includes coroutines and coroutine functions without parameters, but not promises", () => {
  expectTypeOf<Coroutine<number>>().toExtend<Startable<number>>();
  expectTypeOf<() => Coroutine<number>>().toExtend<Startable<number>>();
  expectTypeOf<(a: number) => Coroutine<number>>().not.toExtend<Startable<number>>();
  expectTypeOf<Promise<number>>().not.toExtend<Startable<number>>();
});

test("a function* without annotations is a coroutine function", () => {
  function* inferred() {
    yield* sleep(1);
    return 1;
  }
  expectTypeOf(inferred).returns.toExtend<Coroutine<number>>();
  function* empty() {}
  expectTypeOf(empty).returns.toExtend<Coroutine<void>>();
});
