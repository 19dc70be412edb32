import { Readable } from "node:stream";
import { fromPromise, fromReadableStream, toReadableStream } from "@asyncio-ts/promise";
import { createTask, forEach, getRunningLoop, run, sleep, timeout, TimeoutError } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { collect } from "./collect.ts";
import { deferred } from "./deferred.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

/** Returns a stream of 1, 2, 3, … that logs its pulls and its cancellation. */
function countingStream(log: string[], cancel: () => unknown = () => {}): ReadableStream<number> {
  let n = 0;
  return new ReadableStream(
    {
      pull(controller) {
        controller.enqueue(++n);
        log.push(`pulled ${n}`);
      },
      async cancel() {
        await cancel();
        log.push("cancelled");
      },
    },
    { highWaterMark: 0 },
  );
}

// Chromium has no `ReadableStream.from`.
describe.skipIf(on("Chromium"))("fromReadableStream()", () => {
  test("delivers the chunks, then the end, and unlocks the stream", { host: true }, function* () {
    const stream = ReadableStream.from(["a", "b"]) as ReadableStream<string>;
    const source = fromReadableStream(stream);
    expect(stream.locked).toBe(true);
    const read: string[] = [];
    yield* forEach(source, function* (chunk) {
      read.push(chunk);
    });
    expect(read).toEqual(["a", "b"]);
    expect(stream.locked).toBe(false);
    expect(yield* source.next()).toEqual({ done: true, value: undefined });
  });

  test("pulls a chunk only when one is read", { host: true }, function* () {
    const log: string[] = [];
    const source = fromReadableStream(countingStream(log));
    yield* source.next();
    yield* sleep(100);
    expect(log).toEqual(["pulled 1"]);
    yield* source.next();
    yield* sleep(100);
    expect(log).toEqual(["pulled 1", "pulled 2"]);
    yield* source.return!();
  });

  test("cancels the stream at a stop in forEach(), waits for that, and unlocks it", { host: true }, function* () {
    const log: string[] = [];
    const stream = countingStream(log, () => Promise.resolve());
    yield* forEach(fromReadableStream(stream), function* (n) {
      return n === 2 ? forEach.stop : undefined;
    });
    expect(log).toEqual(["pulled 1", "pulled 2", "cancelled"]);
    expect(stream.locked).toBe(false);
  });

  test("throws an error of the stream's cancel()", { host: true }, function* () {
    const source = fromReadableStream(countingStream([], () => Promise.reject(new RangeError("no clean-up"))));
    yield* source.next();
    expect(yield* thrown(source.return!())).toEqual(new RangeError("no clean-up"));
  });

  test("ends a cancelled read of a pending stream at once, and cancels the stream", { host: true }, function* () {
    const cancelled = deferred<string>();
    const stream = new ReadableStream<number>({ cancel: () => cancelled.resolve("cancelled") });
    const reading = timeout(10, () => forEach(fromReadableStream(stream), function* () {}));
    expect(yield* thrown(reading)).toBeInstanceOf(TimeoutError);
    expect(getRunningLoop().time()).toBe(10);
    expect(yield* fromPromise(cancelled.promise)).toBe("cancelled");
    expect(stream.locked).toBe(false);
  });

  test("ends a cancelled read at once even if the stream's cancel() never settles", { host: true }, function* () {
    const stream = new ReadableStream<number>({ cancel: () => new Promise(() => {}) });
    const reading = timeout(10, () => forEach(fromReadableStream(stream), function* () {}));
    expect(yield* thrown(reading)).toBeInstanceOf(TimeoutError);
  });

  test.each([[new Error("bad luck")], ["text"], [undefined]])("throws the stream's error unchanged: %s", { host: true }, function* (error) {
    const stream = new ReadableStream({
      pull: (controller) => controller.error(error),
    });
    expect(yield* thrown(fromReadableStream(stream).next())).toBe(error);
  });

  plain("throws a TypeError for a locked stream, or a value that is no stream", () => {
    expect(() => fromReadableStream({} as never)).toThrow(
      new TypeError("fromReadableStream: a ReadableStream was expected, got an object of class Object"),
    );
    const stream = new ReadableStream();
    fromReadableStream(stream);
    expect(() => fromReadableStream(stream)).toThrow(TypeError);
  });
});

describe("toReadableStream()", () => {
  plain("delivers the chunks, then closes", async () => {
    const stream = toReadableStream<string>(function* (emit) {
      yield* emit("a");
      yield* sleep(1);
      yield* emit("b");
    });
    expect(await collect(stream as unknown as AsyncIterable<string>)).toEqual(["a", "b"]);
    expect(await collect(toReadableStream([1, 2, 3]) as unknown as AsyncIterable<number>)).toEqual([1, 2, 3]);
  });

  test("runs the producer only as far ahead of the reader as the strategy allows", { host: true }, function* () {
    for (const [highWaterMark, ahead] of [
      [undefined, 0],
      [3, 3],
    ] as const) {
      let made = 0;
      const options = highWaterMark === undefined ? {} : { strategy: { highWaterMark } };
      const stream = toReadableStream<number>(function* (emit) {
        for (;;) yield* emit(++made);
      }, options);
      yield* sleep(100);
      expect(made).toBe(ahead);
      const reader = stream.getReader();
      expect(yield* fromPromise(reader.read())).toEqual({ done: false, value: 1 });
      yield* sleep(100);
      expect(made).toBe(1 + ahead);
      yield* fromPromise(reader.cancel());
    }
  });

  test("cancels the producer when the stream is cancelled, and waits for its clean-up", { host: true }, function* () {
    const log: string[] = [];
    const stream = toReadableStream<number>(
      function* (emit) {
        try {
          yield* emit(1);
          yield* sleep(3_600_000);
        } finally {
          yield* sleep(10);
          log.push("cleaned up");
        }
      },
      { loop: getRunningLoop() },
    );
    const reader = stream.getReader();
    yield* fromPromise(reader.read());
    const waiting = reader.read();
    yield* sleep(1);
    yield* fromPromise(reader.cancel("why not"));
    expect(log).toEqual(["cleaned up"]);
    expect(yield* fromPromise(waiting)).toEqual({ done: true, value: undefined });
    expect(getRunningLoop().time()).toBe(11);
  });

  // In a page, vitest does not find the error of a stream equal to its like; the cause is not known.
  plain.skipIf(on("Chromium"))("fails with the producer's error", async () => {
    const stream = toReadableStream<number>(function* (emit) {
      yield* emit(1);
      throw new RangeError("bad luck");
    });
    await expect(collect(stream as unknown as AsyncIterable<number>)).rejects.toEqual(new RangeError("bad luck"));
  });
});

plain("a slow reader holds the producer back through a pipeline and both conversions", async () => {
  let made = 0;
  await run(function* () {
    const numbers = toReadableStream<string>(function* (emit) {
      while (made < 1000) yield* emit(`${made++} `);
    });
    const bytes = numbers.pipeThrough(new TextEncoderStream());
    const source = fromReadableStream<Uint8Array>(bytes as ReadableStream<Uint8Array>);
    yield* source.next();
    for (let turn = 0; turn < 20; turn++) yield* sleep(0);
    expect(made).toBeLessThan(10);
    yield* source.return!();
  });
  expect(made).toBeLessThan(10);
});

// A page does not have Node's streams.
plain.skipIf(on("Chromium"))("fromReadableStream() reads Node's streams through Readable.toWeb()", async () => {
  await run(function* () {
    const task = createTask(function* () {
      const read: string[] = [];
      yield* forEach(fromReadableStream(Readable.toWeb(Readable.from(["a", "b"])) as ReadableStream<string>), function* (chunk) {
        read.push(chunk);
      });
      return read;
    });
    expect(yield* task).toEqual(["a", "b"]);
  });
});

plain("toReadableStream() throws a TypeError for options that it cannot use", () => {
  expect(() => toReadableStream(5 as never)).toThrow("toReadableStream: a source, an iterable or a function* (emit) was expected, got 5");
  expect(() => toReadableStream([], null as never)).toThrow("toReadableStream: an object of options was expected, got null");
  const strategies: [unknown, string][] = [
    [5, "a queuing strategy was expected as strategy, got 5"],
    [{ highWaterMark: Symbol("x") }, "a number of 0 or more was expected as strategy.highWaterMark, got Symbol(x)"],
    [{ size: 5 }, "a function was expected as strategy.size, got 5"],
  ];
  for (const [strategy, message] of strategies) {
    expect(() => toReadableStream([], { strategy: strategy as never })).toThrow(`toReadableStream: ${message}`);
  }
});
