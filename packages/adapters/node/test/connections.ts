import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import {
  type ConnectionHandler,
  openConnection,
  openUnixConnection,
  type Server,
  startServer,
  startUnixServer,
  type StreamReader,
  type StreamWriter,
} from "@asyncio-ts/node";
import { type Coroutine, createTask, Future } from "asyncio-ts";
import { clientTls, serverTls } from "./certificate.ts";

/** The kinds of connections. */
export const kinds = ["TCP", "TLS", "Unix"] as const;
export type Kind = (typeof kinds)[number];

/** The two ends of a connection. */
export type Ends = [reader: StreamReader, writer: StreamWriter];

const folder = mkdtempSync(join(tmpdir(), "asyncio-ts-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let paths = 0;

/** Returns a free path for a Unix socket. */
export function freePath(): string {
  return join(folder, String(paths++));
}

/** Starts a server on a free port or path of this machine. */
export function* serve(kind: Kind, handler: ConnectionHandler): Coroutine<Server> {
  if (kind === "Unix") return yield* startUnixServer(handler, freePath());
  return yield* startServer(handler, "127.0.0.1", 0, kind === "TLS" ? { tls: serverTls } : {});
}

/** Connects to such a server. */
export function* connectTo(server: Server, kind: Kind, options: { limit?: number } = {}): Coroutine<Ends> {
  const address = server.addresses()[0]!;
  if (typeof address === "string") return yield* openUnixConnection(address, options);
  const tls = kind === "TLS" ? { tls: clientTls, serverHostname: "localhost" } : {};
  return yield* openConnection(address[0], address[1], { ...options, ...tls });
}

/** Returns the port of a server. */
export function portOf(server: Server): number {
  return (server.addresses()[0] as [string, number])[1];
}

/** A handler that sends back what it receives. */
export function* echo(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
  for (;;) {
    const data = yield* reader.read(65_536);
    if (data.length === 0) break;
    writer.write(data);
    yield* writer.drain();
  }
  writer.close();
}

/** Returns both ends of a new connection, the client's first. */
export function* pairOf(kind: Kind): Coroutine<[Ends, Ends]> {
  const accepted = new Future<Ends>();
  const server = yield* serve(kind, (reader, writer) => accepted.setResult([reader, writer]));
  const connecting = createTask(connectTo(server, kind));
  const far = yield* accepted;
  const near = yield* connecting;
  server.close();
  return [near, far];
}

/** Closes a server and its connections, and waits for their end. */
export function* shutDown(server: Server): Coroutine<void> {
  server.close();
  server.abortClients();
  yield* server.waitClosed();
}
