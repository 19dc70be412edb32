import { checkOptions } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, type EventLoop, getRunningLoop } from "@asyncio-ts/tasks";
import { listen, listenUnix, type ServerHost, type ServerOptions, type UnixServerOptions } from "./create-server.ts";
import type { StreamOptions } from "./open-connection.ts";
import { checkLimit } from "./options.ts";
import type { Server } from "./server.ts";
import { DEFAULT_LIMIT, StreamReader } from "./stream-reader.ts";
import { checkHandler, type ConnectionHandler, StreamReaderProtocol } from "./stream-reader-protocol.ts";

/**
 * Listens on a port of a host, and calls `handler` with a reader and a writer for each connection.
 *
 * A handler that is a coroutine function runs as a task of its own. If it fails, the error is reported and the connection is
 * closed. If it returns, the connection stays open until `writer.close()`.
 *
 * Mirrors `asyncio.start_server`.
 *
 * @param host a name or an address, several of them, or null for every interface
 * @param port 0 to 65,535; 0 for a free one
 * @throws the error of the host, such as EADDRINUSE
 * @throws RangeError if the limit is not positive, or the port is out of range
 */
export function* startServer(
  handler: ConnectionHandler,
  host: ServerHost,
  port: number,
  options: ServerOptions & StreamOptions = {},
): Coroutine<Server> {
  checkOptions("startServer", options);
  const { limit = DEFAULT_LIMIT, ...others } = options;
  return yield* listen("startServer", streams("startServer", handler, limit), host, port, others);
}

/** Listens on a Unix socket, as `startServer` does on a port. Mirrors `asyncio.start_unix_server`. */
export function* startUnixServer(
  handler: ConnectionHandler,
  path: string,
  options: UnixServerOptions & StreamOptions = {},
): Coroutine<Server> {
  checkOptions("startUnixServer", options);
  const { limit = DEFAULT_LIMIT, ...others } = options;
  return yield* listenUnix("startUnixServer", streams("startUnixServer", handler, limit), path, others);
}

/** Returns the protocol factory of a server of streams. */
function streams(caller: string, handler: ConnectionHandler, limit: number): () => StreamReaderProtocol {
  checkHandler(caller, handler);
  checkLimit(caller, limit);
  const loop: EventLoop = getRunningLoop();
  return () => new StreamReaderProtocol(new StreamReader({ limit, loop }), handler, { loop });
}
