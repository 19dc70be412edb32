import { type Coroutine, forEach, type Iteration, iterate, sleep, type Source } from "@asyncio-ts/tasks";
import { describe, expectTypeOf, test } from "vitest";

declare const source: Source<number>;
declare const asyncIterable: AsyncIterable<Date>;
declare function work(item: number): Coroutine<string>;

describe("forEach", () => {
  test("the item of each kind of source is typed", () => {
    void forEach(source, function* (item) {
      expectTypeOf(item).toEqualTypeOf<number>();
    });
    void forEach(["a", "b"], function* (item) {
      expectTypeOf(item).toEqualTypeOf<string>();
    });
    void forEach(new Map([["a", 1]]), function* (item) {
      expectTypeOf(item).toEqualTypeOf<[string, number]>();
    });
    void forEach(asyncIterable, function* (item) {
      expectTypeOf(item).toEqualTypeOf<Date>();
    });
  });

  test("the body may return anything, or stop", () => {
    expectTypeOf(forEach(source, (item) => work(item))).toEqualTypeOf<Coroutine<void>>();
    void forEach(source, function* (item) {
      yield* sleep(1);
      return item > 5 ? forEach.stop : undefined;
    });
    void forEach(source, work);
  });

  test("a missing star, or a body that is no coroutine function, is an error", () => {
    // @ts-expect-error yield without the star
    forEach(source, function* (item) {
      yield work(item);
    });
    // @ts-expect-error a plain function
    forEach(source, (item) => item);
    // @ts-expect-error nothing to go through
    forEach(5, function* () {});
  });
});

describe("iterate", () => {
  test("the item of each kind of source is typed", () => {
    expectTypeOf(iterate(source)).toEqualTypeOf<Iteration<number>>();
    expectTypeOf(iterate(["a"]).value).toEqualTypeOf<string>();
    expectTypeOf(iterate(asyncIterable).value).toEqualTypeOf<Date>();
    expectTypeOf(iterate(source).next()).toEqualTypeOf<Coroutine<boolean>>();
    expectTypeOf(iterate(source).close()).toEqualTypeOf<Coroutine<void>>();
  });

  test("a source of one's own is checked", () => {
    const own: Source<string> = {
      *next() {
        yield* sleep(1);
        return { done: false, value: "x" };
      },
    };
    expectTypeOf(iterate(own).value).toEqualTypeOf<string>();
    const wrong: Source<string> = {
      // @ts-expect-error no item
      *next() {
        return "x";
      },
    };
    void wrong;
  });
});
