import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, type EventLoop, getRunningLoop, sleep } from "@asyncio-ts/tasks";
import { addressesOf } from "./connect-to-host.ts";
import { serverTls } from "./handshake.ts";
import { networkOf } from "./installed-network.ts";
import type { Family, ListenOptions, Network } from "./network.ts";
import { checkFamily, checkHost, checkKnownOptions, checkPath, checkPort } from "./options.ts";
import type { BufferedProtocol, Protocol } from "./protocol.ts";
import { checkFactory } from "./protocol-calls.ts";
import { Server } from "./server.ts";

/** The options of a server on a Unix socket. */
export interface UnixServerOptions {
  /** Encrypts the connections: the options of the host, such as Node's `key` and `cert`. */
  tls?: object | undefined;
  /** The number of connections that the host holds until they are accepted; 100 by default. */
  backlog?: number | undefined;
  /** Whether to accept connections at once; true by default. */
  startServing?: boolean | undefined;
}

/** The options of a server. */
export interface ServerOptions extends UnixServerOptions {
  /** Listens only on addresses of this IP version. */
  family?: Family | undefined;
  /** Lets several processes listen on the same port. */
  reusePort?: boolean | undefined;
}

const UNIX_OPTIONS = ["tls", "backlog", "startServing"];
const OPTIONS = [...UNIX_OPTIONS, "family", "reusePort"];

/** A host of a server: a name, several, or null for every interface. */
export type ServerHost = string | null | readonly string[];

/**
 * Listens on a port of a host, and creates a transport and a protocol for each connection.
 *
 * Mirrors `loop.create_server`.
 *
 * @param host a name or an address, several of them, or null for every interface
 * @param port 0 to 65,535; 0 for a free one
 * @throws the error of the host, such as EADDRINUSE
 */
export function* createServer(
  protocolFactory: () => Protocol | BufferedProtocol,
  host: ServerHost,
  port: number,
  options: ServerOptions = {},
): Coroutine<Server> {
  return yield* listen("createServer", protocolFactory, host, port, options);
}

/** Same as `createServer`, for the caller that errors name. */
export function* listen(
  caller: string,
  protocolFactory: () => Protocol | BufferedProtocol,
  host: ServerHost,
  port: number,
  options: ServerOptions,
): Coroutine<Server> {
  checkFactory(caller, protocolFactory);
  const hosts = host === null || host === "" ? [null] : typeof host === "string" ? [host] : host;
  if (!Array.isArray(hosts) || hosts.length === 0) throw wrongArgument(caller, "a host, several, or null for every interface", host);
  for (const name of hosts) if (name !== null) checkHost(caller, name);
  checkPort(caller, port);
  checkKnownOptions(caller, options, OPTIONS);
  checkFamily(caller, options.family);
  const loop = getRunningLoop();
  const network = networkOf(caller, loop);
  const server = new Server(loop, { caller, protocolFactory, tls: serverTls(caller, options.tls) });
  return yield* opened(server, options, listenOnAll(caller, loop, network, hosts, port, options, server));
}

/** Listens on a Unix socket. Mirrors `loop.create_unix_server`. */
export function* createUnixServer(
  protocolFactory: () => Protocol | BufferedProtocol,
  path: string,
  options: UnixServerOptions = {},
): Coroutine<Server> {
  return yield* listenUnix("createUnixServer", protocolFactory, path, options);
}

/** Same as `createUnixServer`, for the caller that errors name. */
export function* listenUnix(
  caller: string,
  protocolFactory: () => Protocol | BufferedProtocol,
  path: string,
  options: UnixServerOptions,
): Coroutine<Server> {
  checkFactory(caller, protocolFactory);
  checkPath(caller, path);
  checkKnownOptions(caller, options, UNIX_OPTIONS);
  const loop = getRunningLoop();
  const network = networkOf(caller, loop);
  const server = new Server(loop, { caller, protocolFactory, tls: serverTls(caller, options.tls) });
  function* opening(): Coroutine<void> {
    server._add(yield* network.listenUnix(loop, path, listenOptions(options), server._accept));
  }
  return yield* opened(server, options, opening());
}

/** Opens the sockets of a server. A failure closes those that are open. */
function* opened(server: Server, { startServing = true }: UnixServerOptions, opening: Coroutine<void>): Coroutine<Server> {
  try {
    yield* opening;
    if (startServing) {
      server._startServing("createServer");
      yield* sleep(0);
    }
    return server;
  } catch (error) {
    server.close();
    throw error;
  }
}

function* listenOnAll(
  caller: string,
  loop: EventLoop,
  network: Network,
  hosts: readonly (string | null)[],
  port: number,
  options: ServerOptions,
  server: Server,
): Coroutine<void> {
  const { family } = options;
  const addresses = new Map<string, { host: string | null; port: number; family?: Family | undefined }>();
  for (const host of hosts) {
    const infos = host === null ? [{ host, port, family }] : yield* addressesOf(caller, loop, network, host, port, family);
    for (const info of infos) addresses.set(`${info.family} ${info.host}`, info);
  }
  for (const address of addresses.values()) {
    server._add(yield* network.listen(loop, address, listenOptions(options), server._accept));
  }
}

function listenOptions({ backlog = 100, reusePort }: ServerOptions): ListenOptions {
  return reusePort === undefined ? { backlog } : { backlog, reusePort };
}
