import { EventEmitter } from "node:events";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Emit, events, fromAsyncIterable, fromPromise, toAsyncIterable } from "@asyncio-ts/promise";
import { CancelledError, type Coroutine, createTask, forEach, getRunningLoop, sleep, taskGroup } from "@asyncio-ts/tasks";
import { HostVirtualLoop } from "@asyncio-ts/testing";
import { describe, expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { collect } from "./collect.ts";
import { hostVirtually } from "@asyncio-ts/test-helpers/virtually";

/** Emits 1, 2, 3, … and notes what it does. */
function counting(log: string[], cleanUp: () => Coroutine<void> = () => sleep(10)): (emit: Emit<number>) => Coroutine<void> {
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

test("a coroutine function that emits, anew for each iteration", async () => {
  const numbers = toAsyncIterable<number>(function* (emit) {
    yield* emit(1);
    yield* sleep(1);
    yield* emit(2);
  });
  expect(await collect(numbers)).toEqual([1, 2]);
  expect(await collect(numbers)).toEqual([1, 2]);
});

test("a source, an iterable, and an async iterable by way of one", async () => {
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

test("nothing runs before it is asked for, and the producer never runs ahead", async () => {
  await hostVirtually(function* () {
    const log: string[] = [];
    const iterator = toAsyncIterable(counting(log))[Symbol.asyncIterator]();
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
});

test("an early break cancels the producer, and waits for its clean-up", async () => {
  await hostVirtually(function* () {
    const log: string[] = [];
    const reading = async () => {
      for await (const n of toAsyncIterable(counting(log))) if (n === 2) break;
      log.push(`after, at ${loop.time()}`);
    };
    const loop = getRunningLoop();
    yield* fromPromise(reading());
    expect(log).toEqual(["made 1", "made 2", "cleaned up", "after, at 12"]);
  });
});

test("an error in that clean-up is not hidden", async () => {
  const failing = counting([], function* () {
    throw new RangeError("no clean-up");
  });
  const reading = async () => {
    for await (const n of toAsyncIterable(failing)) if (n === 1) break;
  };
  await expect(reading()).rejects.toEqual(new RangeError("no clean-up"));
});

test.each([[new Error("bad luck")], [undefined], ["text"]])(
  "what the producer throws is thrown once, then it has ended: %s",
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

test("a silent producer hangs no return, and whoever waits for its item gets the end", async () => {
  await hostVirtually(function* () {
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
});

test("requests may run ahead, and are answered in order", async () => {
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

test("several tasks may emit, and none of their items is lost", async () => {
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

test("a producer that survives its cancellation is told at its next item", async () => {
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

describe("that is closed before it was asked for anything", () => {
  test("never runs its coroutine function", async () => {
    const log: string[] = [];
    const iterator = toAsyncIterable(counting(log))[Symbol.asyncIterator]();
    expect(await iterator.return!()).toEqual({ done: true, value: undefined });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(log).toEqual([]);
  });

  test("lets its source go", async () => {
    const emitter = new EventEmitter();
    await toAsyncIterable(events(emitter, "data"))[Symbol.asyncIterator]().return!();
    expect(emitter.eventNames()).toEqual([]);
  });
});

test("a loop that ends cancels the producer, and the reader hears of it", async () => {
  let waiting!: Promise<unknown>;
  const log: string[] = [];
  await hostVirtually(function* () {
    const iterator = toAsyncIterable(counting(log))[Symbol.asyncIterator]();
    yield* fromPromise(iterator.next());
    waiting = iterator.next().catch((error: unknown) => error);
  });
  expect(await waiting).toBeInstanceOf(CancelledError);
  expect(log).toContain("cleaned up");
});

test("runs on the loop that is named, else on the one that runs", async () => {
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
test.skipIf(on("Chromium"))("a pipeline of Node's streams reads it with backpressure, and cancels it when it breaks", async () => {
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
  const numbers = Readable.from(toAsyncIterable(counting(log, function* () {})), { highWaterMark: 1 });
  const closed = new Promise((resolve) => numbers.once("close", resolve));
  await expect(pipeline(numbers, upper, sink)).rejects.toThrow("no threes");
  await closed;
  expect(log.at(-1)).toBe("cleaned up");
  expect(log.length).toBeLessThan(10);
});

test("what gives no items is refused", () => {
  expect(() => toAsyncIterable(42 as never)).toThrow(
    new TypeError("toAsyncIterable: a source, an iterable or a function* (emit) was expected, got 42"),
  );
});

test("there and back again, an early end crosses both bridges", async () => {
  await hostVirtually(function* () {
    const log: string[] = [];
    yield* forEach(fromAsyncIterable(toAsyncIterable(counting(log))), function* (n) {
      return n === 2 ? forEach.stop : undefined;
    });
    expect(log).toEqual(["made 1", "made 2", "cleaned up"]);
    const task = createTask(forEach(fromAsyncIterable(toAsyncIterable(counting(log))), function* () {}));
    yield* sleep(2);
    task.cancel();
    yield* sleep(20);
    expect(task.cancelled()).toBe(true);
    expect(log.at(-1)).toBe("cleaned up");
  });
});
