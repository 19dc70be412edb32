import { type Awaitable, type Coroutine, type Future, type Task, waitFor } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

declare function work(): Coroutine<number>;
declare const task: Task<string>;
declare const own: Awaitable<boolean>;

test("waitFor gives what it waits for", () => {
  expectTypeOf(waitFor(work(), 100)).toEqualTypeOf<Coroutine<number>>();
  expectTypeOf(waitFor(work, null)).toEqualTypeOf<Coroutine<number>>();
  expectTypeOf(waitFor(task, 0)).toEqualTypeOf<Coroutine<string>>();
  expectTypeOf(waitFor(own, 100)).toEqualTypeOf<Coroutine<boolean>>();
  expectTypeOf(waitFor(Promise.resolve(new Date()), 100)).toEqualTypeOf<Coroutine<Date>>();
});

test("it nests", () => {
  expectTypeOf(waitFor(waitFor(work(), 100), 200)).toEqualTypeOf<Coroutine<number>>();
});

test("a limit is needed, and has to be a number or null", () => {
  // @ts-expect-error no limit
  waitFor(work());
  // @ts-expect-error text
  waitFor(work(), "100");
  // @ts-expect-error nothing to wait for
  waitFor(5, 100);
});

test("without the star there is no result", () => {
  // @ts-expect-error the coroutine itself
  const result: number = waitFor(work(), 100);
  // @ts-expect-error a future has no result before it is awaited
  const length: number = (task as Future<string>).length;
  void [result, length];
});
