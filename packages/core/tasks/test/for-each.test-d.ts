import { type Coroutine, forEach, type Iteration, iterate, sleep, type Source } from "@asyncio-ts/tasks";
import { describe, expectTypeOf, test } from "vitest";

declare const source: Source<number>;
declare const asyncIterable: AsyncIterable<Date>;
declare function work(item: number): Coroutine<string>;

describe("forEach", () => {
  test("forEach() infers the item type of sources, iterables and async iterables", () => {
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

  test("the body of forEach() may return any value or forEach.stop", () => {
    expectTypeOf(forEach(source, (item) => work(item))).toEqualTypeOf<Coroutine<void>>();
    void forEach(source, function* (item) {
      yield* sleep(1);
      return item > 5 ? forEach.stop : undefined;
    });
    void forEach(source, work);
  });

  test("forEach() does not compile with a missing star, a plain function as the body or a non-iterable", () => {
    // @ts-expect-error yield without the star
    forEach(source, function* (item) {
      yield work(item);
    });
    // @ts-expect-error a plain function
    forEach(source, (item) => item);
    // @ts-expect-error not iterable
    forEach(5, function* () {});
  });
});

describe("iterate", () => {
  test("iterate() infers the item type of sources, iterables and async iterables", () => {
    expectTypeOf(iterate(source)).toEqualTypeOf<Iteration<number>>();
    expectTypeOf(iterate(["a"]).value).toEqualTypeOf<string>();
    expectTypeOf(iterate(asyncIterable).value).toEqualTypeOf<Date>();
    expectTypeOf(iterate(source).next()).toEqualTypeOf<Coroutine<boolean>>();
    expectTypeOf(iterate(source).close()).toEqualTypeOf<Coroutine<void>>();
  });

  test("a user-defined Source must return iterator results from next()", () => {
    const own: Source<string> = {
      *next() {
        yield* sleep(1);
        return { done: false, value: "x" };
      },
    };
    expectTypeOf(iterate(own).value).toEqualTypeOf<string>();
    const wrong: Source<string> = {
      // @ts-expect-error not an iterator result
      *next() {
        return "x";
      },
    };
    void wrong;
  });
});
