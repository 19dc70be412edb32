import { type Coroutine, type Future, sleep, type Task, wait } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

declare const tasks: Task<number>[];
declare const future: Future<string>;

test("wait() returns sets of the given element type", () => {
  expectTypeOf(wait(tasks)).toEqualTypeOf<Coroutine<{ done: Set<Task<number>>; pending: Set<Task<number>> }>>();
  expectTypeOf(wait(new Set(tasks).values())).toEqualTypeOf<Coroutine<{ done: Set<Task<number>>; pending: Set<Task<number>> }>>();
});

test("wait() of futures of several types returns sets of their union", () => {
  function* main() {
    const { done } = yield* wait([tasks[0]!, future], { timeout: 10, returnWhen: "FIRST_COMPLETED" });
    for (const each of done) expectTypeOf(each).toEqualTypeOf<Task<number> | Future<string>>();
  }
  void main;
});

test("wait() returns sets of a given subtype of Task", () => {
  interface Mine extends Task<number> {
    mine: true;
  }
  function* main(mine: Mine[]) {
    for (const each of (yield* wait(mine, { timeout: null })).pending) expectTypeOf(each.mine).toEqualTypeOf<true>();
  }
  void main;
});

test("wait() does not compile with coroutines, promises, a single future or an unknown returnWhen", () => {
  // @ts-expect-error a coroutine
  wait([sleep(10)]);
  // @ts-expect-error a promise
  wait([Promise.resolve()]);
  // @ts-expect-error a future in place of a collection
  wait(future);
  // @ts-expect-error an unknown returnWhen
  wait(tasks, { returnWhen: "SOMETIMES" });
});

test("wait() without yield* is a Coroutine, not its sets", () => {
  // @ts-expect-error a coroutine, not its result
  const { done } = wait(tasks);
  void done;
});
