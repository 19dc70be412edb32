import { repr } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop, Source } from "@asyncio-ts/tasks";
import { Pulled } from "./async-iterator-source.ts";
import type { Producer } from "./producer-iterator.ts";
import { toAsyncIterable } from "./to-async-iterable.ts";

/**
 * The chunks of a web stream as a source. The stream is locked until the source has ended or is closed, which cancels it.
 *
 * A chunk is read when one is asked for, so a stream that heeds backpressure waits for its reader.
 *
 * @throws TypeError when it is no stream, or is locked
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
  return new Pulled<T>({
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

/** How to make a web stream. */
export interface ToReadableStreamOptions<T> {
  /** What the stream keeps of chunks that nobody has read; none by default. */
  strategy?: QueuingStrategy<T> | undefined;
  /** The loop to run the producer on; `getEventLoop()` by default. */
  loop?: EventLoop | undefined;
}

/**
 * A web stream of what coroutines produce.
 *
 * The producer runs as a task, and only while a chunk is wanted; cancelling the stream cancels it, and waits for its clean-up.
 *
 * @param producer a source or an iterable, or a coroutine function that emits chunks: `function* (emit) { yield* emit("a"); }`
 * @param options.strategy what the stream keeps of chunks that nobody has read; none by default
 * @param options.loop the loop to run it on; `getEventLoop()` by default
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
  const { loop, strategy = { highWaterMark: 0 } } = options;
  const iterator = toAsyncIterable(producer, { loop })[Symbol.asyncIterator]();
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
        await iterator.return!();
      },
    },
    strategy,
  );
}
