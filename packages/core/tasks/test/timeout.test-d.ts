import { type Coroutine, sleep, type Timeout, timeout, timeoutAt } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

declare function work(scope: Timeout, id: number): Coroutine<string>;

test("timeout() and timeoutAt() return a Coroutine of the body's result type", () => {
  expectTypeOf(timeout(100, () => work({} as Timeout, 1))).toEqualTypeOf<Coroutine<string>>();
  expectTypeOf(timeoutAt(null, (scope) => work(scope, 1))).toEqualTypeOf<Coroutine<string>>();
  const limited = timeout(100, function* () {
    yield* sleep(10);
    return 5;
  });
  expectTypeOf(limited).toEqualTypeOf<Coroutine<number>>();
});

test("timeout() takes a method as its body through an arrow function", () => {
  class Repository {
    *load(id: number) {
      yield* sleep(1);
      return `item ${id}`;
    }

    *loadSoon(id: number) {
      return yield* timeout(10, () => this.load(id));
    }
  }
  expectTypeOf<Repository["loadSoon"]>().returns.toExtend<Coroutine<string>>();
});

test("timeout() passes a Timeout to the body", () => {
  void timeout(null, function* (scope) {
    expectTypeOf(scope).toEqualTypeOf<Timeout>();
    expectTypeOf(scope.when()).toEqualTypeOf<number | null>();
    expectTypeOf(scope.expired()).toEqualTypeOf<boolean>();
    scope.reschedule(null);
    scope.reschedule(5);
    // @ts-expect-error a string
    scope.reschedule("5");
  });
});

test("a missing star inside or before timeout() does not compile", () => {
  // @ts-expect-error yield without the star
  timeout(100, function* () {
    yield sleep(10);
  });
  // @ts-expect-error a coroutine, not its result
  const result: string = timeout(100, (scope) => work(scope, 1));
  void result;
});

test("timeout() does not compile with a body that is not a coroutine function", () => {
  // @ts-expect-error the body is missing
  timeout(100);
  // @ts-expect-error a plain function
  timeout(100, () => 5);
  // @ts-expect-error an async function
  timeout(100, async () => {});
});
