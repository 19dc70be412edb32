import { EventEmitter } from "node:events";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Emit, events, fromAsyncIterable, fromPromise, toAsyncIterable } from "@asyncio-ts/promise";
import { CancelledError, type Coroutine, createTask, forEach, getRunningLoop, run, sleep, taskGroup } from "@asyncio-ts/tasks";
import { HostVirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { collect } from "./collect.ts";

/** Returns a producer of 1, 2, 3, … that logs its items and its clean-up. */
function countingProducer(log: string[], cleanUp: () => Coroutine<void> = () => sleep(10)): (emit: Emit<number>) => Coroutine<void> {
  return function* (emit) {
    try {
      for (let n = 1; ; n++) {
        yield* sleep(1);
        log.push(`made ${n}`);
        yield* emit(n);
      }
    } finally {
      yield* cleanUp();
      log.push("cleaned up");
    }
  };
}

plain("toAsyncIterable() of a coroutine function calls it anew for each iteration", async () => {
  const numbers = toAsyncIterable<number>(function* (emit) {
    yield* emit(1);
    yield* sleep(1);
    yield* emit(2);
  });
  expect(await collect(numbers)).toEqual([1, 2]);
  expect(await collect(numbers)).toEqual([1, 2]);
});

plain("toAsyncIterable() accepts a source and an iterable", async () => {
  const emitter = new EventEmitter();
  const source = events(emitter, "data");
  for (const n of [1, 2]) emitter.emit("data", n);
  const read: unknown[] = [];
  for await (const [n] of toAsyncIterable(source)) if (read.push(n) === 2) break;
  expect(read).toEqual([1, 2]);
  expect(emitter.eventNames()).toEqual([]);
  expect(await collect(toAsyncIterable(new Set(["a", "b"])))).toEqual(["a", "b"]);
  expect(await collect(toAsyncIterable(fromAsyncIterable(toAsyncIterable([1, 2, 3]))))).toEqual([1, 2, 3]);
});

test("the producer starts at the first next(), and never runs ahead of the consumer", { host: true }, function* () {
  const log: string[] = [];
  const iterator = toAsyncIterable(countingProducer(log))[Symbol.asyncIterator]();
  yield* sleep(100);
  expect(log).toEqual([]);
  expect(yield* fromPromise(iterator.next())).toEqual({ done: false, value: 1 });
  yield* sleep(100);
  expect(log).toEqual(["made 1"]);
  expect(yield* fromPromise(iterator.next())).toEqual({ done: false, value: 2 });
  yield* sleep(100);
  expect(log).toEqual(["made 1", "made 2"]);
  yield* fromPromise(iterator.return!());
});

test("a break from `for await` cancels the producer and waits for its clean-up", { host: true }, function* () {
  const log: string[] = [];
  const reading = async () => {
    for await (const n of toAsyncIterable(countingProducer(log))) if (n === 2) break;
    log.push(`after, at ${loop.time()}`);
  };
  const loop = getRunningLoop();
  yield* fromPromise(reading());
  expect(log).toEqual(["made 1", "made 2", "cleaned up", "after, at 12"]);
});

plain("an error in the producer's clean-up is thrown by the `for await` that breaks", async () => {
  const failing = countingProducer([], function* () {
    throw new RangeError("no clean-up");
  });
  const reading = async () => {
    for await (const n of toAsyncIterable(failing)) if (n === 1) break;
  };
  await expect(reading()).rejects.toEqual(new RangeError("no clean-up"));
});

plain.each([[new Error("bad luck")], [undefined], ["text"]])(
  "an error of the producer is thrown once and unchanged, then the iterator has ended: %s",
  async (error) => {
    const iterator = toAsyncIterable<number>(function* (emit) {
      yield* emit(1);
      throw error;
    })[Symbol.asyncIterator]();
    await iterator.next();
    const outcome: unknown = await iterator.next().then(
      () => "resolved",
      (reason: unknown) => [reason],
    );
    expect(outcome).toEqual([error]);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(await iterator.return!()).toEqual({ done: true, value: undefined });
  },
);

test("return() cancels a pending producer at once, and the pending next() resolves as done", { host: true }, function* () {
  const log: string[] = [];
  const iterator = toAsyncIterable<number>(function* () {
    try {
      yield* sleep(3_600_000);
    } finally {
      log.push("cleaned up");
    }
  })[Symbol.asyncIterator]();
  const waiting = iterator.next();
  yield* sleep(1);
  expect(yield* fromPromise(iterator.return!())).toEqual({ done: true, value: undefined });
  expect(log).toEqual(["cleaned up"]);
  expect(yield* fromPromise(waiting)).toEqual({ done: true, value: undefined });
  expect(getRunningLoop().time()).toBe(1);
});

plain("concurrent next() calls resolve in order", async () => {
  const iterator = toAsyncIterable<number>(function* (emit) {
    for (const n of [1, 2]) {
      yield* sleep(1);
      yield* emit(n);
    }
  })[Symbol.asyncIterator]();
  const results = await Promise.all([iterator.next(), iterator.next(), iterator.next(), iterator.next()]);
  expect(results.map(({ done, value }) => [done, value])).toEqual([
    [false, 1],
    [false, 2],
    [true, undefined],
    [true, undefined],
  ]);
});

plain("emit() in several tasks loses no item", async () => {
  const items = await collect(
    toAsyncIterable<string>((emit) =>
      taskGroup(function* (group) {
        for (const name of ["a", "b", "c"]) {
          group.createTask(function* () {
            for (const n of [1, 2]) yield* emit(name + n);
          });
        }
      }),
    ),
  );
  expect(items.sort()).toEqual(["a1", "a2", "b1", "b2", "c1", "c2"]);
});

plain("emit() throws CancelledError in a producer that survived its cancellation", async () => {
  const log: unknown[] = [];
  const iterable = toAsyncIterable<number>(function* (emit) {
    for (let n = 1; n < 10; n++) {
      try {
        yield* emit(n);
      } catch (error) {
        log.push(error instanceof CancelledError);
      }
    }
  });
  for await (const n of iterable) if (n === 1) break;
  expect(log).toEqual(Array.from({ length: 9 }, () => true));
});

describe("return() before the first next()", () => {
  plain("ends the iterator without calling the coroutine function", async () => {
    const log: string[] = [];
    const iterator = toAsyncIterable(countingProducer(log))[Symbol.asyncIterator]();
    expect(await iterator.return!()).toEqual({ done: true, value: undefined });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(log).toEqual([]);
  });

  plain("closes the source", async () => {
    const emitter = new EventEmitter();
    await toAsyncIterable(events(emitter, "data"))[Symbol.asyncIterator]().return!();
    expect(emitter.eventNames()).toEqual([]);
  });
});

plain("the end of the run cancels the producer, and the pending next() rejects with CancelledError", async () => {
  let waiting!: Promise<unknown>;
  const log: string[] = [];
  const program = function* () {
    const iterator = toAsyncIterable(countingProducer(log))[Symbol.asyncIterator]();
    yield* fromPromise(iterator.next());
    waiting = iterator.next().catch((error: unknown) => error);
  };
  await run(program, { loop: new HostVirtualLoop() });
  expect(await waiting).toBeInstanceOf(CancelledError);
  expect(log).toContain("cleaned up");
});

plain("the producer runs on the given loop, and next() rejects when that loop is closed", async () => {
  const loop = new HostVirtualLoop();
  const loops = toAsyncIterable<unknown>(
    function* (emit) {
      yield* sleep(3_600_000);
      yield* emit(getRunningLoop());
    },
    { loop },
  );
  expect(await collect(loops)).toEqual([loop]);
  loop.close();
  await expect(collect(loops)).rejects.toThrow("Event loop is closed");
});

// A page does not have Node's streams.
plain.skipIf(on("Chromium"))("a pipeline of Node's streams reads with backpressure, and cancels the producer when it fails", async () => {
  const log: string[] = [];
  const upper = new Transform({
    objectMode: true,
    highWaterMark: 1,
    transform(n: number, _, done) {
      if (n === 3) done(new Error("no threes"));
      else done(null, `chunk ${n}`);
    },
  });
  const read: unknown[] = [];
  const sink = async (chunks: AsyncIterable<unknown>) => {
    for await (const chunk of chunks) read.push(chunk);
  };
  const numbers = Readable.from(toAsyncIterable(countingProducer(log, function* () {})), { highWaterMark: 1 });
  const closed = new Promise((resolve) => numbers.once("close", resolve));
  await expect(pipeline(numbers, upper, sink)).rejects.toThrow("no threes");
  await closed;
  expect(log.at(-1)).toBe("cleaned up");
  expect(log.length).toBeLessThan(10);
});

plain("toAsyncIterable() throws a TypeError for a value that produces no items", () => {
  expect(() => toAsyncIterable(42 as never)).toThrow(
    new TypeError("toAsyncIterable: a source, an iterable or a function* (emit) was expected, got 42"),
  );
});

test("a stop or a cancellation crosses both conversions and reaches the producer", { host: true }, function* () {
  const log: string[] = [];
  yield* forEach(fromAsyncIterable(toAsyncIterable(countingProducer(log))), function* (n) {
    return n === 2 ? forEach.stop : undefined;
  });
  expect(log).toEqual(["made 1", "made 2", "cleaned up"]);
  const task = createTask(forEach(fromAsyncIterable(toAsyncIterable(countingProducer(log))), function* () {}));
  yield* sleep(2);
  task.cancel();
  yield* sleep(20);
  expect(task.cancelled()).toBe(true);
  expect(log.at(-1)).toBe("cleaned up");
});

test("toAsyncIterable() throws a TypeError for a coroutine, a future and an async function", { host: true }, function* () {
  const expected = "toAsyncIterable: a source, an iterable or a function* (emit) was expected, got ";
  expect(() => toAsyncIterable(sleep(1) as never)).toThrow(`${expected}a coroutine: await it by \`yield*\`, or pass its function*`);
  expect(() => toAsyncIterable(getRunningLoop().createFuture() as never)).toThrow(`${expected}<Future pending>: await it by \`yield*\``);
  expect(() => toAsyncIterable(async function items() {} as never)).toThrow(`${expected}async function items`);
  expect(() => toAsyncIterable([], null as never)).toThrow("toAsyncIterable: an object of options was expected, got null");
  expect(() => toAsyncIterable([], { loop: 5 as never })).toThrow("toAsyncIterable: an event loop was expected, got 5");
});

test("toAsyncIterable() delivers no item that a producer emits after the iterator was closed", { host: true }, function* () {
  const iterator = toAsyncIterable<number>(function* (emit) {
    try {
      yield* sleep(10);
    } catch {
      yield* emit(1);
    }
  })[Symbol.asyncIterator]();
  const pending = iterator.next();
  yield* sleep(2);
  yield* fromPromise(iterator.return!());
  expect(yield* fromPromise(pending)).toEqual({ done: true, value: undefined });
});
