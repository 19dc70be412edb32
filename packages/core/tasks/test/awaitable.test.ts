import { awaitedFutureOf } from "@asyncio-ts/tasks/lowlevel";
import { type Awaitable, CancelledError, createTask, type Future, getEventLoop, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { test } from "@asyncio-ts/testing/vitest";
import { afterEach, beforeEach, describe, expect, test as plain } from "vitest";
import { COROUTINE_KINDS } from "./coroutine-kinds.ts";
import { onePass } from "./one-pass.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

/** A class with its own `[Symbol.iterator]`, the counterpart of Python's `__await__`. */
class Delayed implements Awaitable<string> {
  readonly log: string[] = [];
  *[Symbol.iterator]() {
    this.log.push("begins");
    yield* sleep(10);
    this.log.push("ends");
    return "delayed";
  }
}

test("an object with its own [Symbol.iterator] can be awaited repeatedly, and runs anew each time", function* () {
  const delayed = new Delayed();
  const results = [yield* delayed, yield* delayed, getEventLoop().time()];
  expect(results).toEqual(["delayed", "delayed", 20]);
  expect(delayed.log).toEqual(["begins", "ends", "begins", "ends"]);
});

// CPython: test_tasks.test_ensure_future_awaitable
plain("an awaitable that returns the iterator of a future or a coroutine gives the result of that future or coroutine", () => {
  const future = loop.createFuture<number>();
  const ofFuture: Awaitable<number> = { [Symbol.iterator]: () => future[Symbol.iterator]() };
  const ofCoroutine: Awaitable<string> = { [Symbol.iterator]: () => sleep(5, "slept") };
  loop.callLater(10, () => future.setResult(42));
  const results = loop.runUntilComplete(function* () {
    return [yield* ofCoroutine, yield* ofFuture, loop.time()];
  });
  expect(results).toEqual(["slept", 42, 10]);
});

plain("task.cancel() while the task awaits a user-defined awaitable runs the awaitable's finally block", () => {
  const log: string[] = [];
  const custom: Awaitable<void> = {
    *[Symbol.iterator]() {
      try {
        yield* sleep(10_000);
      } finally {
        log.push("cleaned up");
      }
    },
  };
  const task = loop.createTask(function* () {
    yield* custom;
  });
  onePass(loop);
  task.cancel();
  onePass(loop);
  expect(task.cancelled()).toBe(true);
  expect(log).toEqual(["cleaned up"]);
});

/** Awaits a future through an iterator written without a generator, and records the calls of its methods. */
class HandWritten<T> implements Awaitable<T> {
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

describe.each(COROUTINE_KINDS)("a hand-written iterator with throw() and return(), awaited by %s coroutines", (_, mark) => {
  plain("returns the future's result to the awaiter", () => {
    const handWritten = new HandWritten(loop.createFuture<number>());
    const level = mark(function* level(depth: number): Generator<any, number, any> {
      return depth === 0 ? yield* handWritten : yield* level(depth - 1);
    });
    const task = loop.createTask(() => level(3));
    onePass(loop);
    expect(awaitedFutureOf(task) === handWritten.future).toBe(true);
    handWritten.future.setResult(42);
    expect(loop.runUntilComplete(task)).toBe(42);
    expect(handWritten.calls).toEqual(["next", "next"]);
  });

  plain("throws the future's exception into the awaiter", () => {
    const handWritten = new HandWritten(loop.createFuture<number>());
    const level = mark(function* level(depth: number): Generator<any, number, any> {
      return depth === 0 ? yield* handWritten : yield* level(depth - 1);
    });
    const task = loop.createTask(() => level(3));
    onePass(loop);
    handWritten.future.setException(new RangeError("boom"));
    expect(() => loop.runUntilComplete(task)).toThrow(new RangeError("boom"));
  });

  plain("receives a cancellation through throw()", () => {
    const handWritten = new HandWritten(loop.createFuture<number>());
    const level = mark(function* level(depth: number): Generator<any, number, any> {
      return depth === 0 ? yield* handWritten : yield* level(depth - 1);
    });
    const task = loop.createTask(() => level(3));
    onePass(loop);
    handWritten.future.setResult(1);
    task.cancel("stop");
    expect(() => loop.runUntilComplete(task)).toThrow(new CancelledError("stop"));
    expect(handWritten.calls).toEqual(["next", "throw"]);
  });
});

plain("task.cancel() while the task awaits an iterator without throw() fails the task with the engine's TypeError", () => {
  const future = loop.createFuture<number>();
  const withoutThrow: Awaitable<number> = {
    [Symbol.iterator]() {
      const inner = future[Symbol.iterator]();
      return { next: (value) => inner.next(value) };
    },
  };
  const log: string[] = [];
  const task = loop.createTask(function* () {
    try {
      yield* withoutThrow;
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

test("an error thrown by next() of a hand-written iterator is thrown into the awaiter", function* () {
  const breaks: Awaitable<never> = {
    [Symbol.iterator]() {
      return {
        next() {
          throw new RangeError("broken");
        },
      };
    },
  };
  const task = createTask(function* () {
    yield* breaks;
  });
  expect(yield* thrown(task)).toEqual(new RangeError("broken"));
});

test("awaiting an awaitable that finishes immediately takes no pass of the loop", function* () {
  const value: Awaitable<number> = {
    [Symbol.iterator]: () => ({ next: () => ({ done: true, value: 42 }) }),
  };
  const order: unknown[] = [];

  getEventLoop().callSoon(() => order.push("callback"));
  order.push(yield* value);
  yield* sleep(0);

  expect(order).toEqual([42, "callback"]);
});
