import { type Awaitable, type Coroutine, type Future, type Task, waitFor } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

declare function work(): Coroutine<number>;
declare const task: Task<string>;
declare const own: Awaitable<boolean>;

test("waitFor() returns a Coroutine of the awaitable's result type", () => {
  expectTypeOf(waitFor(work(), 100)).toEqualTypeOf<Coroutine<number>>();
  expectTypeOf(waitFor(work, null)).toEqualTypeOf<Coroutine<number>>();
  expectTypeOf(waitFor(task, 0)).toEqualTypeOf<Coroutine<string>>();
  expectTypeOf(waitFor(own, 100)).toEqualTypeOf<Coroutine<boolean>>();
  expectTypeOf(waitFor(Promise.resolve(new Date()), 100)).toEqualTypeOf<Coroutine<Date>>();
});

test("waitFor() accepts the coroutine of another waitFor()", () => {
  expectTypeOf(waitFor(waitFor(work(), 100), 200)).toEqualTypeOf<Coroutine<number>>();
});

test("waitFor() requires an awaitable, and a timeout that is a number or null", () => {
  // @ts-expect-error the timeout is missing
  waitFor(work());
  // @ts-expect-error a string
  waitFor(work(), "100");
  // @ts-expect-error not awaitable
  waitFor(5, 100);
});

test("waitFor() without yield* is a Coroutine, not its result", () => {
  // @ts-expect-error a coroutine, not its result
  const result: number = waitFor(work(), 100);
  // @ts-expect-error a future has no result before it is awaited
  const length: number = (task as Future<string>).length;
  void [result, length];
});
