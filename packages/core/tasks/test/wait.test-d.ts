import { type Coroutine, type Future, sleep, type Task, wait } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

declare const tasks: Task<number>[];
declare const future: Future<string>;

test("wait's sets keep the element type", () => {
  expectTypeOf(wait(tasks)).toEqualTypeOf<Coroutine<{ done: Set<Task<number>>; pending: Set<Task<number>> }>>();
  expectTypeOf(wait(new Set(tasks).values())).toEqualTypeOf<Coroutine<{ done: Set<Task<number>>; pending: Set<Task<number>> }>>();
});

test("of several types they keep them all", () => {
  function* main() {
    const { done } = yield* wait([tasks[0]!, future], { timeout: 10, returnWhen: "FIRST_COMPLETED" });
    for (const each of done) expectTypeOf(each).toEqualTypeOf<Task<number> | Future<string>>();
  }
  void main;
});

test("a class of one's own stays", () => {
  interface Mine extends Task<number> {
    mine: true;
  }
  function* main(mine: Mine[]) {
    for (const each of (yield* wait(mine, { timeout: null })).pending) expectTypeOf(each.mine).toEqualTypeOf<true>();
  }
  void main;
});

test("coroutines, promises and single futures are refused", () => {
  // @ts-expect-error a coroutine
  wait([sleep(10)]);
  // @ts-expect-error a promise
  wait([Promise.resolve()]);
  // @ts-expect-error a future in place of a collection
  wait(future);
  // @ts-expect-error an unknown returnWhen
  wait(tasks, { returnWhen: "SOMETIMES" });
});

test("without the star there are no sets", () => {
  // @ts-expect-error the coroutine itself
  const { done } = wait(tasks);
  void done;
});
