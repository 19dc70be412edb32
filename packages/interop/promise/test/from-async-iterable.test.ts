import { createReadStream } from "node:fs";
import { fileURLToPath } from "node:url";
import { awaitedFutureOf } from "@asyncio-ts/tasks/lowlevel";
import { fromAsyncIterable, fromPromise } from "@asyncio-ts/promise";
import {
  CancelledError,
  createTask,
  forEach,
  gather,
  gatherSettled,
  getRunningLoop,
  iterate,
  newEventLoop,
  run,
  sleep,
  type Source,
  timeout,
  TimeoutError,
} from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { expect, test as plain } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { deferred } from "./deferred.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

/** Reads all items. */
function* readAll<T>(source: Source<T>): Generator<any, T[], any> {
  const read: T[] = [];
  for (let result = yield* source.next(); result.done !== true; result = yield* source.next()) read.push(result.value);
  return read;
}

test("fromAsyncIterable() delivers the items, then reports the end to every read", { host: true }, function* () {
  async function* numbers() {
    yield 1;
    await Promise.resolve();
    yield 2;
  }

  const source = fromAsyncIterable(numbers());
  expect(yield* readAll(source)).toEqual([1, 2]);
  expect(yield* source.next()).toEqual({ done: true, value: undefined });
  yield* source.return!();
});

test.each([[new Error("bad luck")], [undefined], ["text"]])(
  "fromAsyncIterable() throws the iterable's error unchanged, then reports the end: %s",
  { host: true },
  function* (error) {
    async function* failing() {
      yield 1;
      throw error;
    }

    const source = fromAsyncIterable(failing());
    yield* source.next();
    expect(yield* thrown(source.next())).toBe(error);
    expect(yield* source.next()).toEqual({ done: true, value: undefined });
  },
);

test("a stop in forEach() closes the generator and waits for its clean-up", { host: true }, function* () {
  const log: string[] = [];
  async function* numbers() {
    try {
      for (let n = 1; ; n++) yield n;
    } finally {
      await Promise.resolve();
      log.push("cleaned up");
    }
  }

  yield* forEach(fromAsyncIterable(numbers()), function* (n) {
    log.push(`item ${n}`);
    return n === 2 ? forEach.stop : undefined;
  });
  log.push("after");

  expect(log).toEqual(["item 1", "item 2", "cleaned up", "after"]);
});

test("an error in the generator's clean-up is thrown by forEach()", { host: true }, function* () {
  async function* numbers() {
    try {
      yield 1;
    } finally {
      await Promise.reject(new RangeError("no clean-up"));
    }
  }

  const reading = forEach(fromAsyncIterable(numbers()), function* () {
    return forEach.stop;
  });
  expect(yield* thrown(reading)).toEqual(new RangeError("no clean-up"));
});

test(
  "a cancelled read of a pending generator ends at once, and the generator closes when its pending next() settles",
  { host: true },
  function* () {
    const { promise, resolve } = deferred();
    const closed = deferred<string>();
    async function* silent() {
      try {
        await promise;
        yield 1;
      } finally {
        closed.resolve("closed");
      }
    }

    const reading = timeout(10, () => forEach(fromAsyncIterable(silent()), function* () {}));
    expect(yield* thrown(reading)).toBeInstanceOf(TimeoutError);
    expect(getRunningLoop().time()).toBe(10);
    resolve();
    expect(yield* fromPromise(closed.promise)).toBe("closed");
  },
);

test("a cancelled read loses no item, even if it was already woken", { host: true }, function* () {
  const first = deferred<number>();
  async function* numbers() {
    yield await first.promise;
    yield 2;
  }

  const source = fromAsyncIterable(numbers());
  const waiting = createTask(source.next());
  yield* sleep(1);
  waiting.cancel();
  expect(yield* thrown(waiting)).toBeInstanceOf(CancelledError);
  const again = createTask(source.next());
  yield* sleep(1);
  first.resolve(1);
  while (!awaitedFutureOf(again)?.done()) yield* sleep(0);
  again.cancel();
  expect(yield* thrown(again)).toBeInstanceOf(CancelledError);
  expect(yield* readAll(source)).toEqual([1, 2]);
});

test("concurrent readers get different items", { host: true }, function* () {
  async function* numbers() {
    yield 1;
    yield 2;
    yield 3;
  }

  const source = fromAsyncIterable(numbers());
  const results = yield* gather(source.next(), source.next(), source.next());
  expect(results.map((result) => result.value)).toEqual([1, 2, 3]);
  expect(yield* source.next()).toEqual({ done: true, value: undefined });
});

test("a reader that is cancelled in line loses neither its turn nor an item", { host: true }, function* () {
  const { promise, resolve } = deferred<number>();
  async function* numbers() {
    yield await promise;
    yield 2;
    yield 3;
  }

  const source = fromAsyncIterable(numbers());
  const [first, second, third, fourth] = [1, 2, 3, 4].map(() => createTask(source.next()));
  yield* sleep(1);
  second!.cancel();
  resolve(1);
  expect((yield* first!).value).toBe(1);
  // The third reader has its turn by now.
  third!.cancel();
  expect((yield* fourth!).value).toBe(2);
  expect(third!.cancelled()).toBe(true);
  expect(yield* readAll(source)).toEqual([3]);
});

test("the first of several readers gets the iterator's error, and the others the end", { host: true }, function* () {
  const error = new Error("broken");
  async function* broken(): AsyncGenerator<number> {
    throw error;
  }

  const source = fromAsyncIterable(broken());
  const results = yield* gatherSettled(source.next(), source.next());
  expect(results).toEqual([
    { status: "rejected", reason: error },
    { status: "fulfilled", value: { done: true, value: undefined } },
  ]);
});

test("the steps for an item do not grow with the number of readers", { host: true }, function* () {
  async function* numbers() {
    for (let i = 0; i < 100; i++) yield i;
  }

  let steps = 0;
  getRunningLoop().addInstrument({ stepBegan: () => steps++ });
  const source = fromAsyncIterable(numbers());
  const read = yield* gather(...Array.from({ length: 50 }, () => readAll(source)));
  expect(read.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect(steps).toBeLessThan(1_000);
});

plain("a reader of a loop that was closed leaves its place in line", async () => {
  const { promise, resolve } = deferred<IteratorResult<number>>();
  const source = fromAsyncIterable(silent({ next: () => promise }));
  const loop = newEventLoop();
  loop.setExceptionHandler(() => {});
  loop.createTask(source.next());
  await loop.runUntilComplete(sleep(0));
  loop.close();
  resolve({ done: false, value: 1 });
  expect(await run(source.next())).toEqual({ done: false, value: 1 });
});

test("fromAsyncIterable() accepts an iterator without return(), or with a next() that returns no promise", { host: true }, function* () {
  let n = 0;
  const iterable: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({ next: () => ({ done: n === 2, value: n++ }) as never }),
  };

  expect(yield* readAll(fromAsyncIterable(iterable))).toEqual([0, 1]);
  const it = iterate(fromAsyncIterable(iterable));
  yield* it.close();
});

plain("a read on a VirtualLoop throws without calling the iterator", () => {
  let called = false;
  async function* numbers() {
    called = true;
    yield 1;
  }
  expect(() => run(() => fromAsyncIterable(numbers()).next(), { loop: new VirtualLoop() })).toThrow("HostVirtualLoop");
  expect(called).toBe(false);
});

// A page does not have Node's streams.
plain.skipIf(on("Chromium"))("fromAsyncIterable() reads Node's streams", async () => {
  await run(function* () {
    const text: string[] = [];
    yield* forEach(fromAsyncIterable<string>(createReadStream(fileURLToPath(import.meta.url), "utf8")), function* (chunk) {
      text.push(chunk);
    });
    expect(text.join("")).toContain("reads Node's streams");
  });
});

plain("fromAsyncIterable() throws a TypeError for a value that is no async iterable", () => {
  expect(() => fromAsyncIterable([1] as never)).toThrow(
    new TypeError("fromAsyncIterable: an async iterable was expected, got an array of 1"),
  );
});

/** An async iterable with a `next()` that never settles. */
function silent(rest: object = {}): AsyncIterable<number> {
  const iterator = { next: () => new Promise<never>(() => {}), ...rest };
  return { [Symbol.asyncIterator]: () => iterator };
}

test(
  "fromAsyncIterable() accepts an iterator whose return() gives no promise, also while an item is pending",
  { host: true },
  function* () {
    const task = createTask(forEach(fromAsyncIterable(silent({ return: () => ({ done: true }) })), function* () {}));
    yield* sleep(2);
    task.cancel();
    yield* sleep(2);
    expect(task.cancelled()).toBe(true);
  },
);

test("fromAsyncIterable() ends a reader that waits when the source is closed", { host: true }, function* () {
  const source = fromAsyncIterable(silent());
  const reader = createTask(source.next());
  yield* sleep(2);
  yield* source.return!();
  expect(yield* reader).toEqual({ done: true, value: undefined });
});

test("fromAsyncIterable() delivers no item that arrives after the source was closed", { host: true }, function* () {
  const { promise, resolve } = deferred<IteratorResult<number>>();

  const source = fromAsyncIterable(silent({ next: () => promise }));
  const reader = createTask(source.next());
  yield* sleep(2);
  resolve({ done: false, value: 1 });
  yield* source.return!();
  expect((yield* reader).done).toBe(true);
});

test("fromAsyncIterable() names what an iterator got wrong", { host: true }, function* () {
  const noIterator = { [Symbol.asyncIterator]: () => 5 };
  expect(() => fromAsyncIterable(noIterator as never)).toThrow(/^fromAsyncIterable: an async iterator was expected from .*, got 5$/);
  const noResult = fromAsyncIterable(silent({ next: () => undefined }));
  expect((yield* thrown(noResult.next())).message).toBe("fromAsyncIterable: an iterator result was expected from next(), got undefined");
  const throwing = fromAsyncIterable(
    silent({
      next() {
        throw new Error("no next");
      },
    }),
  );
  expect((yield* thrown(throwing.next())).message).toBe("no next");
  expect((yield* throwing.next()).done).toBe(true);
});
