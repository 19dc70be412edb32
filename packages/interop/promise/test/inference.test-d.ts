import { fromAsyncFunction, fromPromise, toAsyncFunction, toPromise } from "@asyncio-ts/promise";
import { type Coroutine, type Future, sleep, type Task } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

declare const thenable: PromiseLike<Date>;
declare const future: Future<number>;
declare const task: Task<string>;

test("fromPromise finds the type in whatever is given", () => {
  expectTypeOf(fromPromise(Promise.resolve(1))).toEqualTypeOf<Future<number>>();
  expectTypeOf(fromPromise(thenable)).toEqualTypeOf<Future<Date>>();
  expectTypeOf(fromPromise((signal) => fetch("http://localhost", { signal }))).toEqualTypeOf<Future<Response>>();
  expectTypeOf(fromPromise(async () => "text", { settle: true })).toEqualTypeOf<Future<string>>();
  // @ts-expect-error no promise
  void fromPromise(1);
  // @ts-expect-error gives no promise
  void fromPromise(() => 1);
});

test("toPromise finds the type in whatever is given", () => {
  expectTypeOf(toPromise(sleep(1, "text"))).toEqualTypeOf<Promise<string>>();
  expectTypeOf(toPromise(() => sleep(1, 5))).toEqualTypeOf<Promise<number>>();
  expectTypeOf(toPromise(future)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(toPromise(task, { signal: new AbortController().signal })).toEqualTypeOf<Promise<string>>();
  expectTypeOf(
    toPromise(function* () {
      return future;
    }),
  ).toEqualTypeOf<Promise<number>>();
  // @ts-expect-error no coroutine
  void toPromise(1);
});

test("a coroutine that is returned and never awaited is refused", () => {
  void toPromise(
    // @ts-expect-error write `return yield* sleep(1)`
    function* () {
      return sleep(1);
    },
  );
});

test("toAsyncFunction keeps this, arguments and result", () => {
  expectTypeOf(
    toAsyncFunction(function* (this: Date, n: number, text?: string) {
      yield* sleep(n);
      return text;
    }),
  ).toEqualTypeOf<(this: Date, n: number, text?: string) => Promise<string | undefined>>();
  const identity = toAsyncFunction(function* <T>(value: T): Coroutine<T> {
    yield* sleep(1);
    return value;
  });
  expectTypeOf(identity("text" as string)).toEqualTypeOf<Promise<string>>();
});

test("fromAsyncFunction keeps this, arguments and result", () => {
  expectTypeOf(fromAsyncFunction(async (n: number, ...rest: string[]) => [n, ...rest])).parameters.toEqualTypeOf<
    [n: number, ...rest: string[]]
  >();
  const dated = fromAsyncFunction(async function (this: Date, n: number) {
    return n;
  });
  expectTypeOf(dated).toEqualTypeOf<(this: Date, n: number) => Coroutine<number>>();
  const identity = fromAsyncFunction(async <T>(value: T) => [value]);
  expectTypeOf(identity("text" as string)).toEqualTypeOf<Coroutine<string[]>>();
});
