import { type Coroutine, type EventLoop, getRunningLoop } from "@asyncio-ts/tasks";
import type { StreamReader, StreamWriter } from "@asyncio-ts/streams";
import { checkKnownOptions } from "@asyncio-ts/streams/lowlevel";
import { checkHostLoop } from "../network/host-callback.ts";
import { readerOf, writerOf } from "./channel-streams.ts";
import { StdinChannel } from "./stdin-channel.ts";
import { StdoutChannel } from "./stdout-channel.ts";

/**
 * Returns a reader of the standard input: a pipe, a terminal or a file.
 *
 * Calls on one loop return the same reader, because two would take each other's bytes. The loop stops reading when it closes, so
 * the program ends although the pipe stays open.
 *
 * @param options.limit the limit of the reader, in bytes; 65,536 by default
 *
 * @example
 * ```js
 * import { stdin, stdout } from "@asyncio-ts/node";
 * import { forEach, run } from "asyncio-ts";
 *
 * await run(function* () {
 *   const lines = yield* stdin();
 *   const output = yield* stdout();
 *   yield* forEach(lines, function* (line) {
 *     output.write(line);
 *     yield* output.drain();
 *   });
 * });
 * ```
 */
export function* stdin(options: { limit?: number | undefined } = {}): Coroutine<StreamReader> {
  checkKnownOptions("stdin", options, ["limit"]);
  const loop = getRunningLoop();
  checkHostLoop("stdin", loop);
  let reader = readers.get(loop);
  if (reader === undefined) {
    reader = yield* readerOf("stdin", loop, new StdinChannel(loop, process.stdin), options.limit);
    readers.set(loop, reader);
  }
  return reader;
}

/**
 * Returns a writer to the standard output: a pipe, a terminal or a file. Closing it flushes, and leaves the output open for
 * `console.log`.
 *
 * @example
 * ```ts
 * import { stdout } from "@asyncio-ts/node";
 * import { run } from "asyncio-ts";
 *
 * await run(function* () {
 *   const output = yield* stdout();
 *   output.write("hello\n");
 *   yield* output.drain();
 *   output.close();
 *   yield* output.waitClosed();
 *   console.log("world");
 *
 *   // prints hello
 *   // prints world
 * });
 * ```
 */
export function* stdout(): Coroutine<StreamWriter> {
  const loop = getRunningLoop();
  checkHostLoop("stdout", loop);
  return yield* writerOf("stdout", loop, new StdoutChannel(loop, process.stdout));
}

const readers = new WeakMap<EventLoop, StreamReader>();
