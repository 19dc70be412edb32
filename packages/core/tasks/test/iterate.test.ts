import {
  asCompleted,
  CancelledError,
  type Coroutine,
  createTask,
  type Future,
  getRunningLoop,
  isCoroutine,
  isCoroutineFunction,
  type Iteratable,
  iterate,
  sleep,
  type Source,
  timeout,
  TimeoutError,
  waitFor,
} from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { describe, expect, test as plain } from "vitest";
import { CounterSource } from "./counter-source.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

/** Returns all items of a source. */
function* collect<T>(source: Iteratable<T>): Coroutine<T[]> {
  const it = iterate(source);
  const items: T[] = [];
  try {
    while (yield* it.next()) items.push(it.value);
  } finally {
    yield* it.close();
  }
  return items;
}

/** An async iterable of items that the test delivers. It counts the calls of next() and return(). */
class ManualAsyncIterable implements AsyncIterable<string> {
  nextCalls = 0;
  returnCalls = 0;
  readonly deliver: ((result: IteratorResult<string>) => void)[] = [];

  [Symbol.asyncIterator](): AsyncIterator<string> {
    return {
      next: () => {
        this.nextCalls++;
        return new Promise((resolve) => this.deliver.push(resolve));
      },
      return: async () => {
        this.returnCalls++;
        return { done: true, value: undefined };
      },
    };
  }
}

describe("accepted sources", () => {
  test("iterate() returns the items of a source and does not close a source that ended", function* () {
    const counter = new CounterSource(3);
    expect(yield* collect(counter)).toEqual([1, 2, 3]);
    expect(getRunningLoop().time()).toBe(40);
    expect(counter.log).toEqual([]);
  });

  test("iterate() accepts a source without return(), and close() ends the iteration", function* () {
    expect(yield* collect(asCompleted([sleep(5, 1)]))).toHaveLength(1);
    const it = iterate(asCompleted([sleep(5, 1)]));
    yield* it.close();
    expect(yield* it.next()).toBe(false);
    yield* cancelOthers();
  });

  test("iterate() accepts arrays, strings, maps, generators and iterators", function* () {
    function* generator() {
      yield 1;
      yield 2;
    }
    expect(yield* collect([1, 2])).toEqual([1, 2]);
    expect(yield* collect("ab")).toEqual(["a", "b"]);
    expect(yield* collect(new Map([["a", 1]]))).toEqual([["a", 1]]);
    expect(yield* collect(generator())).toEqual([1, 2]);
    expect(yield* collect([1, 2].values())).toEqual([1, 2]);
  });

  test("iterate() returns a promise or a future among the items unawaited", function* () {
    const items = [getRunningLoop().createFuture(), Promise.resolve(1)];
    const it = iterate(items);
    expect(yield* it.next()).toBe(true);
    expect(it.value).toBe(items[0]);
    expect(yield* it.next()).toBe(true);
    expect(it.value).toBe(items[1]);
  });

  test("iterate() accepts async iterables on a host loop", { host: true }, function* () {
    async function* generator() {
      yield 1;
      await Promise.resolve();
      yield 2;
    }
    expect(yield* collect(generator())).toEqual([1, 2]);
  });

  test("iterate() accepts undefined and null as items", function* () {
    expect(yield* collect([undefined, null, 0])).toEqual([undefined, null, 0]);
  });

  plain("iterate() throws TypeError for an argument that is neither a source nor iterable", () => {
    for (const invalid of [5, null, undefined, {}]) expect(() => iterate(invalid as never)).toThrow(TypeError);
  });
});

describe("the end of an iteration", () => {
  test("next() returns false after the end, and the source is neither asked again nor closed", function* () {
    let asked = 0;
    let closed = 0;
    const it = iterate({
      next: () => {
        asked++;
        return { done: true, value: undefined };
      },
      return: () => void closed++,
    } as never);
    for (let i = 0; i < 3; i++) expect(yield* it.next()).toBe(false);
    yield* it.close();
    expect([asked, closed]).toEqual([1, 0]);
  });

  test("close() awaits return() of the source once, even if it is called twice", function* () {
    const counter = new CounterSource(3);
    const it = iterate(counter);
    yield* it.next();
    yield* it.close();
    yield* it.close();
    expect(counter.log).toEqual(["closing", "closed"]);
    expect(getRunningLoop().time()).toBe(15);
    expect(yield* it.next()).toBe(false);
  });

  test("close() runs the finally block of a generator", function* () {
    let cleaned = false;
    function* generator() {
      try {
        yield 1;
        yield 2;
      } finally {
        cleaned = true;
      }
    }
    const it = iterate(generator());
    yield* it.next();
    yield* it.close();
    expect(cleaned).toBe(true);
  });

  test("close() calls return() of a source whose next() threw", function* () {
    let closed = 0;
    const source: Source<number> = {
      *next() {
        yield* sleep(1);
        throw new RangeError("broken");
      },
      *return() {
        closed++;
      },
    };
    const it = iterate(source);
    expect(yield* thrown(it.next())).toBeInstanceOf(RangeError);
    yield* it.close();
    expect(closed).toBe(1);
  });
});

describe("cancellation of next()", () => {
  test("cancelling next() cancels the pending next() of the source", function* () {
    let reached: unknown;
    const source: Source<number> = {
      *next() {
        try {
          yield* sleep(1000);
        } catch (error) {
          reached = error;
          throw error;
        }
        return { done: true, value: undefined };
      },
    };
    const it = iterate(source);
    expect(yield* thrown(timeout(10, () => it.next()))).toBeInstanceOf(TimeoutError);
    expect(reached).toBeInstanceOf(CancelledError);
  });

  test("cancelling next() while the source is in sleep(0) throws there, and the source can still return an item", function* () {
    const source: Source<string> = {
      *next() {
        try {
          yield* sleep(0);
        } catch (error) {
          return { done: false, value: (error as Error).message };
        }
        return { done: true, value: undefined };
      },
    };
    const it = iterate(source);
    const task = createTask(it.next());
    yield* sleep(0);
    task.cancel("enough");
    expect(yield* task).toBe(true);
    expect(it.value).toBe("enough");
  });

  test("close() does not await return() of an async iterator while its next() is pending", { host: true }, function* () {
    const silent: { closed: number } & AsyncIterable<number> = {
      closed: 0,
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: () => {
          silent.closed++;
          return new Promise(() => {});
        },
      }),
    };
    expect(yield* thrown(timeout(10, () => collect(silent)))).toBeInstanceOf(TimeoutError);
    expect(getRunningLoop().time()).toBe(10);
    expect(silent.closed).toBe(1);
  });

  test("close() does not await return() of an async generator, which queues it behind the pending next()", { host: true }, function* () {
    async function* generator() {
      yield 1;
      await new Promise(() => {});
    }
    const task = createTask(collect(generator()));
    yield* sleep(10);
    task.cancel("enough");
    expect(yield* thrown(task)).toMatchObject({ message: "enough" });
    expect(getRunningLoop().time()).toBe(10);
  });

  test("close() handles the rejection of a return() that it does not await", { host: true }, function* () {
    const broken: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: () => Promise.reject(new Error("in return")),
      }),
    };
    expect(yield* thrown(timeout(10, () => collect(broken)))).toBeInstanceOf(TimeoutError);
    yield* sleep(10);
  });

  test("close() between two items awaits return() and throws its rejection", { host: true }, function* () {
    const broken: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: 1 }),
        return: () => Promise.reject(new Error("in return")),
      }),
    };
    const it = iterate(broken);
    yield* it.next();
    expect(yield* thrown(it.close())).toMatchObject({ message: "in return" });
  });

  test("a cancelled next() keeps the pending promise, and the following next() returns its item", { host: true }, function* () {
    const iterable = new ManualAsyncIterable();
    const it = iterate(iterable);
    expect(yield* thrown(waitFor(it.next(), 10))).toBeInstanceOf(TimeoutError);
    expect(yield* thrown(waitFor(it.next(), 10))).toBeInstanceOf(TimeoutError);
    iterable.deliver[0]!({ done: false, value: "late" });
    expect(yield* it.next()).toBe(true);
    expect(it.value).toBe("late");
    expect(iterable.nextCalls).toBe(1);
    yield* it.close();
    expect(iterable.returnCalls).toBe(1);
  });
});

describe("the coroutine that next() returns", () => {
  test("next() asks the source only when its coroutine starts, and not after the coroutine was closed", function* () {
    let asked = 0;
    const source: Source<number> = {
      *next() {
        asked++;
        return { done: true, value: undefined };
      },
    };
    const it = iterate(source);
    expect(isCoroutineFunction(it.next)).toBe(true);
    expect(isCoroutine(it.next())).toBe(true);
    const closed = it.next();
    closed.return(undefined as never);

    expect(yield* thrown(closed)).toEqual(new Error("cannot reuse already awaited coroutine"));
    expect(asked).toBe(0);
    expect(yield* it.next()).toBe(false);
    expect(asked).toBe(1);
  });

  test.each([
    ["return()", "return"],
    ["Symbol.dispose", Symbol.dispose],
  ] as const)("ending the coroutine of next() by %s ends the coroutine of the source", function* (_, end) {
    let ended = false;
    const source: Source<number> = {
      *next() {
        try {
          yield* sleep(1000);
        } finally {
          ended = true;
        }
        return { done: true, value: undefined };
      },
    };

    const coroutine = iterate(source).next();
    coroutine.next();
    coroutine[end](undefined as never);
    expect(ended).toBe(true);
  });
});

test("several iterations of one iterator share its items", function* () {
  const values = [1, 2, 3, 4].values();
  const taken: Record<string, number[]> = { a: [], b: [] };
  function* worker(name: string): Coroutine<void> {
    const it = iterate(values);
    while (yield* it.next()) {
      taken[name]!.push(it.value);
      yield* sleep(10);
    }
  }
  const tasks: Future<void>[] = ["a", "b"].map((name) => createTask(worker(name)));
  for (const task of tasks) yield* task;
  expect(taken).toEqual({ a: [1, 3], b: [2, 4] });
});
