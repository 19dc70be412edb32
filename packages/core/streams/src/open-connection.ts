import { checkOptions } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, getRunningLoop } from "@asyncio-ts/tasks";
import { connect, type ConnectionOptions, connectUnix, type UnixConnectionOptions } from "./create-connection.ts";
import { DEFAULT_LIMIT, StreamReader } from "./stream-reader.ts";
import { StreamReaderProtocol } from "./stream-reader-protocol.ts";
import { StreamWriter } from "./stream-writer.ts";

/** The option of streams. */
export interface StreamOptions {
  /** The limit of the reader in bytes; 65,536 by default. */
  limit?: number | undefined;
}

/**
 * Connects to a host, and returns a reader and a writer. A cancellation leaves nothing open.
 *
 * Mirrors `asyncio.open_connection`.
 *
 * @param port 0 to 65,535
 * @throws the error of the host, such as ECONNREFUSED; an AggregateError if several addresses failed for several reasons
 * @throws RangeError if the limit is not positive, or the port is out of range
 */
export function* openConnection(
  host: string,
  port: number,
  options: ConnectionOptions & StreamOptions = {},
): Coroutine<[reader: StreamReader, writer: StreamWriter]> {
  checkOptions("openConnection", options);
  const { limit = DEFAULT_LIMIT, ...others } = options;
  const [reader, protocol] = readerAndProtocol(limit);
  const [transport] = yield* connect("openConnection", () => protocol, host, port, others);
  return [reader, new StreamWriter(transport, protocol, reader)];
}

/** Connects to a Unix socket, and returns a reader and a writer. Mirrors `asyncio.open_unix_connection`. */
export function* openUnixConnection(
  path: string,
  options: UnixConnectionOptions & StreamOptions = {},
): Coroutine<[reader: StreamReader, writer: StreamWriter]> {
  checkOptions("openUnixConnection", options);
  const { limit = DEFAULT_LIMIT, ...others } = options;
  const [reader, protocol] = readerAndProtocol(limit);
  const [transport] = yield* connectUnix("openUnixConnection", () => protocol, path, others);
  return [reader, new StreamWriter(transport, protocol, reader)];
}

function readerAndProtocol(limit: number): [StreamReader, StreamReaderProtocol] {
  const reader = new StreamReader({ limit, loop: getRunningLoop() });
  return [reader, new StreamReaderProtocol(reader)];
}
