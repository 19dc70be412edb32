import {
  type Coroutine,
  createTask,
  forEach,
  getRunningLoop,
  iterate,
  run,
  sleep,
  type Source,
  timeout,
  TimeoutError,
} from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { CounterSource } from "./counter-source.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

test("forEach() runs the body for one item after the other, returns undefined and does not close a source that ended", function* () {
  const counter = new CounterSource(3);
  const seen: [number, number][] = [];
  const nothing = yield* forEach(counter, function* (count) {
    yield* sleep(100);
    seen.push([count, getRunningLoop().time()]);
  });
  expect(nothing).toBe(undefined);
  expect(seen).toEqual([
    [1, 110],
    [2, 220],
    [3, 330],
  ]);
  expect(counter.log).toEqual([]);
});

test("forEach() ignores every return value of the body except forEach.stop", function* () {
  const seen: unknown[] = [];
  yield* forEach([null, undefined, false, true, 0], function* (item) {
    seen.push(item);
    return item;
  });
  expect(seen).toHaveLength(5);
});

test("forEach() accepts a generator, whose finally block runs after forEach.stop and after the last item", function* () {
  let cleaned = 0;
  function* generator() {
    try {
      yield 1;
      yield 2;
    } finally {
      cleaned++;
    }
  }
  const seen: number[] = [];
  yield* forEach(generator(), function* (item) {
    seen.push(item);
    return forEach.stop;
  });
  yield* forEach(generator(), function* (item) {
    seen.push(item);
  });
  expect(seen).toEqual([1, 1, 2]);
  expect(cleaned).toBe(2);
});

test("forEach() accepts an async iterable on a host loop, and closes it after forEach.stop", { host: true }, function* () {
  const log: unknown[] = [];
  async function* generator() {
    try {
      yield 1;
      yield 2;
      yield 3;
    } finally {
      log.push("closed");
    }
  }
  yield* forEach(generator(), function* (item) {
    log.push(item);
    return item === 2 ? forEach.stop : null;
  });
  expect(log).toEqual([1, 2, "closed"]);
});

describe("closing the source", () => {
  test("forEach() awaits return() of the source after forEach.stop", function* () {
    const counter = new CounterSource();
    const seen: number[] = [];
    yield* forEach(counter, function* (count) {
      seen.push(count);
      return count === 2 ? forEach.stop : null;
    });
    expect(seen).toEqual([1, 2]);
    expect(counter.log).toEqual(["closing", "closed"]);
    expect(getRunningLoop().time()).toBe(25);
  });

  test("forEach() awaits return() of the source when the body throws, and rethrows the error", function* () {
    const counter = new CounterSource();
    const error = new RangeError("of the body");
    const coroutine = forEach(counter, function* () {
      throw error;
    });
    expect(yield* thrown(coroutine)).toBe(error);
    expect(counter.log).toEqual(["closing", "closed"]);
  });

  test("forEach() awaits return() of the source when next() throws, and rethrows the error", function* () {
    const error = new RangeError("of the source");
    const log: string[] = [];
    const broken: Source<number> = {
      *next() {
        throw error;
      },
      *return() {
        log.push("closed");
      },
    };
    expect(yield* thrown(forEach(broken, function* () {}))).toBe(error);
    expect(log).toEqual(["closed"]);
  });

  for (const [moment, at] of [
    ["while the body is parked", 50],
    ["while next() is pending", 5],
  ] as const) {
    test(`forEach() awaits return() of the source when it is cancelled ${moment}`, function* () {
      const counter = new CounterSource();
      const task = createTask(
        forEach(counter, function* () {
          yield* sleep(1000);
        }),
      );
      yield* sleep(at);
      task.cancel("enough");
      expect(yield* thrown(task)).toMatchObject({ message: "enough" });
      expect(counter.log).toEqual(["closing", "closed"]);
      expect(getRunningLoop().time()).toBe(at + 5);
    });
  }

  test("forEach() awaits return() of the source when a timeout around it expires", function* () {
    const counter = new CounterSource();
    const endless = timeout(35, () => forEach(counter, function* () {}));
    expect(yield* thrown(endless)).toBeInstanceOf(TimeoutError);
    expect(counter.log).toEqual(["closing", "closed"]);
  });

  test("forEach() abandons a pending return() of the source when it is cancelled", function* () {
    const counter = new CounterSource();
    const task = createTask(
      forEach(counter, function* () {
        return forEach.stop;
      }),
    );
    yield* sleep(12);
    task.cancel("enough");
    expect(yield* thrown(task)).toMatchObject({ message: "enough" });
    expect(counter.log).toEqual(["closing"]);
  });

  test("forEach() throws an error of return() in place of the body's error", function* () {
    const source: Source<number> = {
      *next() {
        return { done: false, value: 1 };
      },
      *return() {
        throw new Error("in closing");
      },
    };
    const coroutine = forEach(source, function* () {
      throw new Error("of the body");
    });
    expect(yield* thrown(coroutine)).toMatchObject({ message: "in closing" });
  });
});

test("forEach() throws TypeError for an argument that is neither a source nor iterable", function* () {
  expect(yield* thrown(forEach(5 as never, function* () {}))).toBeInstanceOf(TypeError);
});

describe("a source with poll()", () => {
  /** Has three items: poll() returns the first and the third, next() returns the second. */
  class PollableSource implements Source<string> {
    readonly log: string[] = [];
    readonly #items = ["a"];
    readonly #pending = ["b"];

    poll(): IteratorResult<string> | null {
      this.log.push("poll");
      if (this.#items.length > 0) return { done: false, value: this.#items.shift()! };
      return this.#pending.length > 0 ? null : { done: true, value: undefined };
    }

    *next(): Coroutine<IteratorResult<string>> {
      this.log.push("next");
      yield* sleep(10);
      this.#items.push("c");
      return { done: false, value: this.#pending.shift()! };
    }

    *return(): Coroutine<void> {
      this.log.push("return");
    }
  }

  const expectedCalls = ["poll", "poll", "next", "poll", "poll"];

  test("forEach() calls next() only when poll() returns null", function* () {
    const source = new PollableSource();
    const seen: string[] = [];
    yield* forEach(source, function* (item) {
      seen.push(item);
    });
    expect([seen, source.log]).toEqual([["a", "b", "c"], expectedCalls]);
  });

  test("iterate() calls next() only when poll() returns null", function* () {
    const source = new PollableSource();
    const it = iterate(source);
    const seen: string[] = [];
    while (yield* it.next()) seen.push(it.value);
    yield* it.close();
    expect([seen, source.log]).toEqual([["a", "b", "c"], expectedCalls]);
  });

  test("forEach() closes the source when poll() throws, and rethrows the error", function* () {
    const source = new PollableSource();
    source.poll = () => {
      throw new Error("lost");
    };
    expect(yield* thrown(forEach(source, function* () {}))).toEqual(new Error("lost"));
    expect(source.log).toEqual(["return"]);
  });

  test("forEach() ignores a poll() method of an ordinary iterator", function* () {
    const poll = (): never => {
      throw new Error("called");
    };
    const iterator = Object.assign([1, 2].values(), { poll });
    const seen: number[] = [];
    yield* forEach(iterator, function* (item) {
      seen.push(item);
    });
    expect(seen).toEqual([1, 2]);
  });
});

plain("forEach() does not close an iterator that has failed, as `for … of` does not", async () => {
  const calls: string[] = [];
  const log = <R>(call: string, result: R): R => {
    calls.push(call);
    return result;
  };
  const failure = new Error("failed");
  const iterable: Iterable<number> = {
    [Symbol.iterator]: () => ({
      next: () => {
        throw log("next", failure);
      },
      return: () => log("return", { done: true, value: undefined }),
    }),
  };
  const asyncIterable: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({
      next: () => log("async next", Promise.reject(failure)),
      return: () => log("async return", Promise.resolve({ done: true, value: undefined })),
    }),
  };
  await run(function* () {
    for (const items of [iterable, asyncIterable]) expect(yield* thrown(forEach(items, function* () {}))).toBe(failure);
  });
  expect(calls).toEqual(["next", "async next"]);
});
