import { checkOptions } from "@asyncio-ts/loop/lowlevel";
import { StreamReader, StreamReaderProtocol, StreamWriter } from "@asyncio-ts/streams";
import { checkKnownOptions, openTransport, setReadBufferLimits } from "@asyncio-ts/streams/lowlevel";
import { type EventLoop, getEventLoop } from "@asyncio-ts/tasks";
import { MemoryChannel } from "./memory-channel.ts";

/** One side of a connection. */
export type StreamSide = [reader: StreamReader, writer: StreamWriter];

/**
 * Returns the two sides of a connection in memory. Nothing of a host is used, so that it works on virtual time.
 *
 * Written bytes arrive in the next passes. They are buffered while the other side does not read.
 *
 * @param options.limit the limit of both readers in bytes; 65,536 by default
 *
 * @example
 * ```ts
 * import { memoryStreamPair, VirtualLoop } from "@asyncio-ts/testing";
 * import { run } from "@asyncio-ts/tasks";
 *
 * function* main() {
 *   const [[reader], [, writer]] = memoryStreamPair();
 *   writer.write("hello");
 *   writer.close();
 *   return new TextDecoder().decode(yield* reader.read());
 * }
 *
 * console.log(run(main, { loop: new VirtualLoop() })); // prints hello
 * ```
 */
export function memoryStreamPair(options: { limit?: number | undefined } = {}): [StreamSide, StreamSide] {
  return pair("memoryStreamPair", options, false);
}

/**
 * Returns the two sides of a connection in memory that buffers nothing: `drain()` waits until the other side has read every
 * byte.
 *
 * @param options.limit the limit of both readers in bytes; 65,536 by default
 */
export function lockstepStreamPair(options: { limit?: number | undefined } = {}): [StreamSide, StreamSide] {
  return pair("lockstepStreamPair", options, true);
}

function pair(caller: string, options: { limit?: number | undefined }, isLockstep: boolean): [StreamSide, StreamSide] {
  checkOptions(caller, options);
  checkKnownOptions(caller, options, ["limit"]);
  const loop = getEventLoop();
  const [a, b] = [0, 1].map(() => new MemoryChannel(loop, { isLockstep })) as [MemoryChannel, MemoryChannel];
  MemoryChannel.connect(a, b);
  return [sideOf(loop, a, options.limit, isLockstep), sideOf(loop, b, options.limit, isLockstep)];
}

/** Returns the reader and the writer of a channel. */
export function sideOf(loop: EventLoop, channel: MemoryChannel, limit: number | undefined, isLockstep = false): StreamSide {
  const reader = new StreamReader({ limit, loop });
  const protocol = new StreamReaderProtocol(reader);
  const transport = openTransport(loop, channel, protocol);
  if (isLockstep) {
    setReadBufferLimits(reader, { high: 0, low: 0 });
    transport.setWriteBufferLimits({ high: 0 });
  }
  return [reader, new StreamWriter(transport, protocol, reader)];
}
