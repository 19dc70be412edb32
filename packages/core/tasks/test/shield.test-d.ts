import { type Coroutine, type Future, shield, type Task } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

declare function work(): Coroutine<number>;
declare const task: Task<string>;

test("shield() returns a Future of the awaitable's result type", () => {
  expectTypeOf(shield(work())).toEqualTypeOf<Future<number>>();
  expectTypeOf(shield(work)).toEqualTypeOf<Future<number>>();
  expectTypeOf(shield(task)).toEqualTypeOf<Future<string>>();
  expectTypeOf(shield(Promise.resolve(true))).toEqualTypeOf<Future<boolean>>();
  // @ts-expect-error not awaitable
  shield(5);
});
