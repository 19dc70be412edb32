import { type Coroutine, sleep, type Timeout, timeout, timeoutAt } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

declare function work(scope: Timeout, id: number): Coroutine<string>;

test("gives what the body returns", () => {
  expectTypeOf(timeout(100, () => work({} as Timeout, 1))).toEqualTypeOf<Coroutine<string>>();
  expectTypeOf(timeoutAt(null, (scope) => work(scope, 1))).toEqualTypeOf<Coroutine<string>>();
  const limited = timeout(100, function* () {
    yield* sleep(10);
    return 5;
  });
  expectTypeOf(limited).toEqualTypeOf<Coroutine<number>>();
});

test("the body's scope is typed", () => {
  void timeout(null, function* (scope) {
    expectTypeOf(scope).toEqualTypeOf<Timeout>();
    expectTypeOf(scope.when()).toEqualTypeOf<number | null>();
    expectTypeOf(scope.expired()).toEqualTypeOf<boolean>();
    scope.reschedule(null);
    scope.reschedule(5);
    // @ts-expect-error text
    scope.reschedule("5");
  });
});

test("a missing star is an error", () => {
  // @ts-expect-error yield without the star
  timeout(100, function* () {
    yield sleep(10);
  });
  // @ts-expect-error the coroutine itself
  const result: string = timeout(100, (scope) => work(scope, 1));
  void result;
});

test("a body that is no coroutine function is refused", () => {
  // @ts-expect-error nothing to run
  timeout(100);
  // @ts-expect-error a plain function
  timeout(100, () => 5);
  // @ts-expect-error an async function
  timeout(100, async () => {});
});
