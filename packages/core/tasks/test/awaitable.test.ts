import { type Awaitable, CancelledError, coroutine, createTask, type Future, getEventLoop, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { onePass } from "./one-pass.ts";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

/** An object that can be awaited because it says so: `__await__` in a class. */
class Delayed implements Awaitable<string> {
  readonly log: string[] = [];
  *[Symbol.iterator]() {
    this.log.push("begins");
    yield* sleep(10);
    this.log.push("ends");
    return "delayed";
  }
}

test("an object with its own [Symbol.iterator] can be awaited, any number of times", () => {
  const delayed = new Delayed();
  const results = virtually(function* () {
    return [yield* delayed, yield* delayed, getEventLoop().time()];
  });
  expect(results).toEqual(["delayed", "delayed", 20]);
  expect(delayed.log).toEqual(["begins", "ends", "begins", "ends"]);
});

// CPython: test_tasks.test_ensure_future_awaitable
test("an awaitable that hands a future's or a coroutine's iterator out can be awaited", () => {
  const future = loop.createFuture<number>();
  const ofFuture: Awaitable<number> = { [Symbol.iterator]: () => future[Symbol.iterator]() };
  const ofCoroutine: Awaitable<string> = { [Symbol.iterator]: () => sleep(5, "slept") };
  loop.callLater(10, () => future.setResult(42));
  const results = loop.runUntilComplete(function* () {
    return [yield* ofCoroutine, yield* ofFuture, loop.time()];
  });
  expect(results).toEqual(["slept", 42, 10]);
});

test("cancelling a task that awaits an object of one's own passes through it", () => {
  const log: string[] = [];
  const own: Awaitable<void> = {
    *[Symbol.iterator]() {
      try {
        yield* sleep(10_000);
      } finally {
        log.push("cleaned up");
      }
    },
  };
  const task = loop.createTask(function* () {
    yield* own;
  });
  onePass(loop);
  task.cancel();
  onePass(loop);
  expect(task.cancelled()).toBe(true);
  expect(log).toEqual(["cleaned up"]);
});

/** A hand-written iterator around a future: what a class without generators would give. */
class ByHand<T> implements Awaitable<T> {
  readonly calls: string[] = [];
  readonly future: Future<T>;
  constructor(future: Future<T>) {
    this.future = future;
  }
  [Symbol.iterator](): Iterator<any, T, any> {
    const inner = this.future[Symbol.iterator]();
    return {
      next: () => {
        this.calls.push("next");
        const { done, value } = inner.next();
        return { done, value } as IteratorResult<any, T>;
      },
      throw: (error: unknown) => {
        this.calls.push("throw");
        return inner.throw!(error);
      },
      return: (value) => {
        this.calls.push("return");
        return inner.return!(value);
      },
    };
  }
}

describe.each([
  ["plain", <F>(fn: F): F => fn],
  ["marked", coroutine],
])("a hand-written iterator with throw and return, under %s coroutines", (_, mark) => {
  test("gives the result", () => {
    const byHand = new ByHand(loop.createFuture<number>());
    const level = mark(function* level(depth: number): Generator<any, number, any> {
      return depth === 0 ? yield* byHand : yield* level(depth - 1);
    });
    const task = loop.createTask(() => level(3));
    onePass(loop);
    expect(task.waitsFor() === byHand.future).toBe(true);
    byHand.future.setResult(42);
    expect(loop.runUntilComplete(task)).toBe(42);
    expect(byHand.calls).toEqual(["next", "next"]);
  });

  test("gives the error", () => {
    const byHand = new ByHand(loop.createFuture<number>());
    const level = mark(function* level(depth: number): Generator<any, number, any> {
      return depth === 0 ? yield* byHand : yield* level(depth - 1);
    });
    const task = loop.createTask(() => level(3));
    onePass(loop);
    byHand.future.setException(new RangeError("boom"));
    expect(() => loop.runUntilComplete(task)).toThrow(new RangeError("boom"));
  });

  test("is told of a cancellation by throw", () => {
    const byHand = new ByHand(loop.createFuture<number>());
    const level = mark(function* level(depth: number): Generator<any, number, any> {
      return depth === 0 ? yield* byHand : yield* level(depth - 1);
    });
    const task = loop.createTask(() => level(3));
    onePass(loop);
    byHand.future.setResult(1);
    task.cancel("stop");
    expect(() => loop.runUntilComplete(task)).toThrow(new CancelledError("stop"));
    expect(byHand.calls).toEqual(["next", "throw"]);
  });
});

test("a hand-written iterator without throw makes V8 throw a TypeError into the coroutine, which the task survives", () => {
  const future = loop.createFuture<number>();
  const without: Awaitable<number> = {
    [Symbol.iterator]() {
      const inner = future[Symbol.iterator]();
      return { next: (value) => inner.next(value) };
    },
  };
  const log: string[] = [];
  const task = loop.createTask(function* () {
    try {
      yield* without;
    } catch (error) {
      log.push((error as Error).constructor.name);
      throw error;
    }
  });
  onePass(loop);
  future.setResult(1);
  task.cancel();
  expect(() => loop.runUntilComplete(task)).toThrow(TypeError);
  expect(log).toEqual(["TypeError"]);
  expect(task.cancelled()).toBe(false);
});

test("a hand-written iterator that throws gives its error to the awaiter, and the loop goes on", () => {
  const breaks: Awaitable<never> = {
    [Symbol.iterator]() {
      return {
        next() {
          throw new RangeError("broken");
        },
      };
    },
  };
  const caught = virtually(function* () {
    const task = createTask(function* () {
      yield* breaks;
    });
    try {
      yield* task;
    } catch (error) {
      return error;
    }
    return null;
  });
  expect(caught).toEqual(new RangeError("broken"));
});

test("an awaitable that finishes at once costs nothing", () => {
  const value: Awaitable<number> = {
    [Symbol.iterator]: () => ({ next: () => ({ done: true, value: 42 }) }),
  };
  const order: unknown[] = [];
  virtually(function* () {
    getEventLoop().callSoon(() => order.push("callback"));
    order.push(yield* value);
  });
  expect(order).toEqual([42, "callback"]);
});
