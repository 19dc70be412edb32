import { coroutine, type Coroutine, reportNeverAwaited, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plainTest } from "vitest";
import { plain } from "./coroutine-kinds.ts";
import { warnings } from "./reports.ts";

/** Marks a generator that yields values of the program, as a build can do that marks every `function*`. */
const marked = <F extends (...args: any[]) => Generator<unknown, unknown, any>>(fn: F): F => coroutine(fn as never);

const count = marked(function* count(from: number, to: number) {
  for (let n = from; n < to; n++) yield n;
  return "counted";
});

const nested = marked(function* nested() {
  yield* [1, 2];
  const result = yield* count(3, 5);
  yield result;
  return "nested";
});

describe.each([
  { values: [1, 2, 3] },
  { values: [undefined] },
  { values: [undefined, null, undefined] },
  { values: [Number.NaN, 0, "", sleep] },
  { values: [] },
])("a marked generator that yields $values, in a task", ({ values }) => {
  const all = marked(function* all() {
    for (const value of values) yield value;
  });

  test("is read by for…of", function* () {
    yield* sleep(1);
    const read: unknown[] = [];
    for (const value of all()) read.push(value);
    expect(read).toEqual(values);
  });

  test("is spread, destructured and read by Array.from()", function* () {
    yield* sleep(0);
    const [first, ...rest] = all();
    expect([[...all()], Array.from(all()), [first, ...rest].slice(0, values.length)]).toEqual([values, values, values]);
  });

  test("is awaited by another marked generator, in a loop of its own", function* () {
    const outer = marked(function* outer() {
      yield "first";
      yield* all();
      yield* all();
    });
    expect([...outer()]).toEqual(["first", ...values, ...values]);
  });
});

test("a marked generator under yield* receives the values sent to its caller, and returns its result", function* () {
  const echo = marked(function* echo(): Generator<unknown, unknown, unknown> {
    const received = [yield "a"];
    received.push(yield "b");
    return received;
  });
  const outer = marked(function* outer() {
    return yield* echo();
  });
  const iterator = outer()[Symbol.iterator]() as Iterator<unknown, unknown, unknown>;
  expect([iterator.next(), iterator.next(1), iterator.next(2)]).toEqual([
    { done: false, value: "a" },
    { done: false, value: "b" },
    { done: true, value: [1, 2] },
  ]);
});

test("marked generators nest under yield*, and yield in order", function* () {
  expect([...nested()]).toEqual([1, 2, 3, 4, "counted"]);
});

test("a marked generator is closed when its for…of is left, and its finally block runs once", function* () {
  const log: string[] = [];
  const held = marked(function* held() {
    try {
      yield 1;
      yield 2;
    } finally {
      log.push("closed");
    }
  });
  for (const value of held()) {
    log.push(`left at ${value as number}`);
    break;
  }
  const [first] = held();
  expect([first, log]).toEqual([1, ["left at 1", "closed", "closed"]]);
});

test("a marked generator that was begun by next() is read to its end by for…of", function* () {
  const counted = count(0, 4);
  expect(counted.next().value).toBe(0);
  expect([...counted]).toEqual([1, 2, 3]);
});

test("the error of a marked generator is thrown into its for…of, and errors thrown into it are caught inside", function* () {
  const fails = marked(function* fails() {
    yield 1;
    throw new Error("failed");
  });
  expect(() => [...fails()]).toThrow("failed");
  const catches = marked(function* catches(): Generator<unknown, void, unknown> {
    try {
      yield 1;
    } catch (error) {
      yield `caught ${error as string}`;
    }
  });
  const iterator = catches()[Symbol.iterator]();
  iterator.next();
  expect(iterator.throw!("it").value).toBe("caught it");
});

test("a coroutine awaits between the items of a marked generator, and its own frames stay", function* () {
  const sum = coroutine(function* sum(): Coroutine<number> {
    let total = 0;
    for (const n of count(0, 5)) {
      yield* sleep(1);
      total += n as number;
    }
    return total;
  });
  expect([yield* sum(), yield* sum()]).toEqual([10, 10]);
});

test("a marked coroutine that yields a value of its own under yield* gets the error of a bad yield, in its try block", function* () {
  const wrong = coroutine(function* wrong(): Coroutine<string> {
    try {
      yield 5 as never;
    } catch (error) {
      yield* sleep(1);
      return (error as Error).message;
    }
    return "";
  });
  expect(yield* wrong()).toContain("got bad yield: 5");
});

test.each([
  ["plain", plain],
  ["marked", coroutine],
])("a %s coroutine that is read by for…of throws, in place of an endless loop, and its task continues", function* (_, mark) {
  const work = mark(function* work() {
    yield* sleep(1);
    yield* sleep(1);
  });
  const error = yield* thrown(
    (function* () {
      return [...work()];
    })(),
  );
  expect(error.message).toContain("was iterated by hand; write `yield*`");
  expect(yield* sleep(5, "went on")).toBe("went on");
});

test("a marked generator that nests too deeply before its first value throws under for…of", function* () {
  const left = marked(function* left(depth: number): Generator<unknown, void> {
    if (depth > 0) yield* left(depth - 1);
    else yield 1;
  });
  expect([...left(200)]).toEqual([1]);
  expect(() => {
    const [first] = left(300);
    return first;
  }).toThrow("was iterated by hand");
  yield* sleep(1);
});

plainTest("a marked generator that is read outside a task, or by next(), is not reported as never awaited", () => {
  const warned = warnings();
  const loop = new VirtualLoop();
  expect([...count(0, 3)]).toEqual([0, 1, 2]);
  expect(count(0, 3).next().value).toBe(0);
  loop.callSoon(() => {
    expect([...count(0, 3)]).toEqual([0, 1, 2]);
    expect(count(0, 3).next().value).toBe(0);
  });
  loop.runUntilComplete(sleep(1));
  loop.close();
  reportNeverAwaited();
  expect(warned).toEqual([]);
});

plainTest("a marked method [Symbol.iterator] is awaited by yield*, and its coroutine is not reported", () => {
  const warned = warnings();
  class Twice {
    *[Symbol.iterator](): Coroutine<number> {
      yield* sleep(1);
      return 2;
    }
  }
  Twice.prototype[Symbol.iterator] = coroutine(Twice.prototype[Symbol.iterator]);
  const loop = new VirtualLoop();
  const main = function* () {
    return yield* new Twice();
  };
  expect(loop.runUntilComplete(main())).toBe(2);
  loop.close();
  expect(warned).toEqual([]);
});
