import type { Readable, Writable } from "node:stream";
import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, getRunningLoop } from "@asyncio-ts/tasks";
import type { BaseProtocol, BufferedProtocol, Protocol, Transport } from "@asyncio-ts/streams";
import { connectTransport } from "@asyncio-ts/streams/lowlevel";
import { StreamChannel } from "../network/stream-channel.ts";

/** A readable stream of Node's, such as a pipe, a file or `process.stdin`. */
export interface ReadablePipe {
  /** Pauses the stream. */
  pause(): unknown;
  /** Resumes the stream. */
  resume(): unknown;
  /** Closes the stream. */
  destroy(): unknown;
}

/** A writable stream of Node's, such as a pipe, a file or `process.stdout`. */
export interface WritablePipe {
  /** Queues bytes. */
  write(data: Uint8Array): boolean;
  /** Ends the stream once the bytes are written. */
  end(): unknown;
  /** Closes the stream. */
  destroy(): unknown;
}

/**
 * Connects a protocol to a readable stream of Node's, which the transport then owns and closes.
 *
 * Mirrors `loop.connect_read_pipe`.
 *
 * @throws TypeError if `readable` is no readable stream
 *
 * @example
 * ```ts
 * import { connectReadPipe, StreamReader, StreamReaderProtocol } from "@asyncio-ts/node";
 * import { forEach, run } from "asyncio-ts";
 * import { Readable } from "node:stream";
 *
 * await run(function* () {
 *   const reader = new StreamReader();
 *   const pipe = Readable.from([Buffer.from("one\ntwo\n")]);
 *   yield* connectReadPipe(() => new StreamReaderProtocol(reader), pipe);
 *   yield* forEach(reader, function* (line) {
 *     console.log(new TextDecoder().decode(line).trim());
 *   });
 *
 *   // prints one
 *   // prints two
 * });
 * ```
 */
export function* connectReadPipe<P extends Protocol | BufferedProtocol>(
  protocolFactory: () => P,
  readable: ReadablePipe,
): Coroutine<[transport: Transport, protocol: P]> {
  const isReadable = typeof readable?.pause === "function" && typeof readable.resume === "function";
  if (!isReadable) throw wrongArgument("connectReadPipe", "a readable stream", readable);
  const loop = getRunningLoop();
  const channel = new StreamChannel(loop, readable as Readable, null);
  return yield* connectTransport("connectReadPipe", loop, channel, protocolFactory);
}

/**
 * Connects a protocol to a writable stream of Node's, which the transport then owns and closes.
 *
 * Mirrors `loop.connect_write_pipe`.
 *
 * @throws TypeError if `writable` is no writable stream
 */
export function* connectWritePipe<P extends BaseProtocol>(
  protocolFactory: () => P,
  writable: WritablePipe,
): Coroutine<[transport: Transport, protocol: P]> {
  const isWritable = typeof writable?.write === "function" && typeof writable.end === "function";
  if (!isWritable) throw wrongArgument("connectWritePipe", "a writable stream", writable);
  const loop = getRunningLoop();
  const channel = new StreamChannel(loop, null, writable as Writable);
  return yield* connectTransport("connectWritePipe", loop, channel, protocolFactory);
}
