import { asCompleted, type Coroutine, forEach, type Future, iterate, sleep, type Task } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

declare function a(): Coroutine<number>;
declare const tasks: Task<string>[];

test("for … of over asCompleted() yields coroutines of the results", () => {
  for (const next of asCompleted([a(), a()])) expectTypeOf(next).toEqualTypeOf<Coroutine<number>>();
  for (const next of asCompleted(tasks)) expectTypeOf(next).toEqualTypeOf<Coroutine<string>>();
  for (const next of asCompleted([a(), tasks[0]!])) expectTypeOf(next).toEqualTypeOf<Coroutine<number | string>>();
  for (const next of asCompleted([Promise.resolve(true), a])) expectTypeOf(next).toEqualTypeOf<Coroutine<boolean | number>>();
});

test("forEach() over asCompleted() passes the given tasks themselves, and a future for a coroutine", () => {
  void forEach(asCompleted(tasks), function* (done) {
    expectTypeOf(done).toEqualTypeOf<Task<string>>();
  });
  void forEach(asCompleted([a(), sleep(10, 5)]), function* (done) {
    expectTypeOf(done).toEqualTypeOf<Future<number>>();
  });
});

test("iterate() over asCompleted() gives the given tasks themselves", () => {
  function* main() {
    const it = iterate(asCompleted(new Set(tasks), { timeout: 100 }));
    while (yield* it.next()) expectTypeOf(it.value).toEqualTypeOf<Task<string>>();
  }
  void main;
});

test("asCompleted() does not accept a future or a coroutine in place of a collection", () => {
  // @ts-expect-error a future
  asCompleted(tasks[0]!);
  // @ts-expect-error a coroutine
  asCompleted(a());
});

test("a coroutine yielded by asCompleted() is not its result without yield*", () => {
  for (const next of asCompleted([a()])) {
    // @ts-expect-error the coroutine itself
    const result: number = next;
    void result;
  }
});
