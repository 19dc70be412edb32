import { checkOptions, repr } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop, Source } from "@asyncio-ts/tasks";
import { checkLoop } from "@asyncio-ts/tasks/lowlevel";
import { AsyncIteratorSource } from "./async-iterator-source.ts";
import { checkProducer, type Producer, ProducerIterator } from "./producer-iterator.ts";

/**
 * Adapts a web stream to a source of its chunks. The stream stays locked until the source has ended or is closed. Closing the
 * source cancels the stream.
 *
 * Each read of the source reads one chunk, so a stream with backpressure waits for its reader.
 *
 * @param stream a `ReadableStream` that is not locked
 * @returns a source; its `next()` throws the stream's error
 * @throws TypeError when `stream` is not a `ReadableStream`, or is locked
 *
 * @example
 * ```ts
 * import { fromReadableStream } from "@asyncio-ts/promise";
 * import { forEach, run } from "@asyncio-ts/tasks";
 *
 * await run(function* () {
 *   const body = new Response("hello").body!.pipeThrough(new TextDecoderStream());
 *   yield* forEach(fromReadableStream(body), function* (text) {
 *     console.log(text); // prints hello
 *   });
 * });
 * ```
 */
export function fromReadableStream<T>(stream: ReadableStream<T>): Source<T> {
  if (typeof (stream as Partial<ReadableStream> | null | undefined)?.getReader !== "function") {
    throw new TypeError(`fromReadableStream: a ReadableStream was expected, got ${repr(stream)}`);
  }
  const reader = stream.getReader();
  if (!["read", "cancel", "releaseLock"].every((method) => typeof reader[method as "read"] === "function")) {
    throw new TypeError(`fromReadableStream: a reader was expected from ${repr(stream)}, got ${repr(reader)}`);
  }
  return new AsyncIteratorSource<T>("fromReadableStream", {
    async next() {
      const result = await reader.read();
      if (result.done) reader.releaseLock();
      return result as IteratorResult<T>;
    },
    async return() {
      const cancelled = reader.cancel();
      reader.releaseLock();
      await cancelled;
      return { done: true, value: undefined };
    },
  });
}

/** The options of `toReadableStream`. */
export interface ToReadableStreamOptions<T> {
  /** How many unread chunks the stream buffers; none by default. */
  strategy?: QueuingStrategy<T> | undefined;
  /** The loop that runs the producer; `getEventLoop()` by default. */
  loop?: EventLoop | undefined;
}

/**
 * Returns a web stream of the chunks of a producer.
 *
 * The producer runs as a task, and only while the stream wants a chunk. Cancelling the stream cancels that task and waits for
 * its clean-up. The producer's error becomes the stream's error.
 *
 * @param producer a source, an iterable, or a coroutine function that emits chunks: `function* (emit) { yield* emit("a"); }`
 * @param options.strategy how many unread chunks the stream buffers; none by default
 * @param options.loop the loop that runs the producer; `getEventLoop()` by default
 * @throws TypeError when `producer` is none of these, or an option is invalid
 *
 * @example
 * ```ts
 * import { toReadableStream } from "@asyncio-ts/promise";
 * import { sleep } from "@asyncio-ts/tasks";
 *
 * const stream = toReadableStream<string>(function* (emit) {
 *   yield* emit("hello, ");
 *   yield* sleep(1);
 *   yield* emit("world");
 * });
 *
 * console.log(await new Response(stream.pipeThrough(new TextEncoderStream())).text()); // prints hello, world
 * ```
 */
export function toReadableStream<T>(producer: Producer<T>, options: ToReadableStreamOptions<T> = {}): ReadableStream<T> {
  checkProducer("toReadableStream", producer);
  checkOptions("toReadableStream", options);
  const { loop, strategy = { highWaterMark: 0 } } = options;
  if (loop !== undefined) checkLoop("toReadableStream", loop);
  checkStrategy(strategy);
  const iterator = new ProducerIterator(producer, loop);
  let cancelled = false;
  return new ReadableStream<T>(
    {
      async pull(controller) {
        const result = await iterator.next();
        if (cancelled) return;
        if (result.done === true) controller.close();
        else controller.enqueue(result.value);
      },
      async cancel() {
        cancelled = true;
        await iterator.return();
      },
    },
    strategy,
  );
}

function checkStrategy(strategy: QueuingStrategy<any>): void {
  if (typeof strategy !== "object" || strategy === null) {
    throw new TypeError(`toReadableStream: a queuing strategy was expected as strategy, got ${repr(strategy)}`);
  }
  const { highWaterMark, size } = strategy;
  if (highWaterMark !== undefined && !(typeof highWaterMark === "number" && highWaterMark >= 0)) {
    throw new TypeError(`toReadableStream: a number of 0 or more was expected as strategy.highWaterMark, got ${repr(highWaterMark)}`);
  }
  if (size !== undefined && typeof size !== "function") {
    throw new TypeError(`toReadableStream: a function was expected as strategy.size, got ${repr(size)}`);
  }
}
