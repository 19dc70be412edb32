import { checkMilliseconds, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, getRunningLoop } from "@asyncio-ts/tasks";
import { connectToHost } from "./connect-to-host.ts";
import { connectTransport } from "./connect-transport.ts";
import { clientTls, handshake } from "./handshake.ts";
import { networkOf } from "./installed-network.ts";
import type { Family } from "./network.ts";
import { checkFamily, checkHost, checkKnownOptions, checkPath, checkPort } from "./options.ts";
import type { BufferedProtocol, Protocol } from "./protocol.ts";
import { checkFactory } from "./protocol-calls.ts";
import type { Transport } from "./transport.ts";

/** The options of a connection over a Unix socket. */
export interface UnixConnectionOptions {
  /** Encrypts the connection: true, or the options of the host, such as Node's `ca` and `rejectUnauthorized`. */
  tls?: boolean | object | undefined;
  /** The name that the client sends and checks; the host by default. */
  serverHostname?: string | undefined;
}

/** The options of a connection to a host. */
export interface ConnectionOptions extends UnixConnectionOptions {
  /** The address to connect from. */
  localAddr?: readonly [host: string, port: number] | undefined;
  /** Connects only to addresses of this IP version. */
  family?: Family | undefined;
  /** Milliseconds after which the next address is tried as well; by default, each is tried when the previous one has failed. */
  happyEyeballsDelay?: number | null | undefined;
}

const UNIX_OPTIONS = ["tls", "serverHostname"];
const OPTIONS = [...UNIX_OPTIONS, "localAddr", "family", "happyEyeballsDelay"];

/** Checks the address and the options of a connection. @throws TypeError or RangeError if one is wrong */
function checkConnection(caller: string, host: unknown, port: unknown, options: ConnectionOptions): void {
  checkHost(caller, host);
  checkPort(caller, port);
  checkKnownOptions(caller, options, OPTIONS);
  const { localAddr, family, happyEyeballsDelay = null } = options;
  checkFamily(caller, family);
  checkMilliseconds(`${caller}: happyEyeballsDelay`, happyEyeballsDelay, true);
  if (localAddr === undefined) return;
  if (!Array.isArray(localAddr)) throw wrongArgument(`${caller}: localAddr`, "[host, port]", localAddr);
  checkHost(`${caller}: localAddr`, localAddr[0]);
  checkPort(`${caller}: localAddr`, localAddr[1]);
}

/**
 * Connects to a host. `connectionMade` has been called when it returns. A cancellation leaves nothing open.
 *
 * Mirrors `loop.create_connection`.
 *
 * @param protocolFactory returns the protocol of the connection
 * @param port 0 to 65,535
 * @throws the error of the host, such as ECONNREFUSED; an AggregateError if several addresses failed for several reasons
 */
export function* createConnection<P extends Protocol | BufferedProtocol>(
  protocolFactory: () => P,
  host: string,
  port: number,
  options: ConnectionOptions = {},
): Coroutine<[transport: Transport, protocol: P]> {
  return yield* connect("createConnection", protocolFactory, host, port, options);
}

/** Same as `createConnection`, for the caller that errors name. */
export function* connect<P extends Protocol | BufferedProtocol>(
  caller: string,
  protocolFactory: () => P,
  host: string,
  port: number,
  options: ConnectionOptions,
): Coroutine<[transport: Transport, protocol: P]> {
  checkFactory(caller, protocolFactory);
  checkConnection(caller, host, port, options);
  const { tls, serverHostname, family, localAddr, happyEyeballsDelay = null } = options;
  const tlsOptions = clientTls(caller, tls, serverHostname, host);
  const loop = getRunningLoop();
  const network = networkOf(caller, loop);
  const plain = yield* connectToHost(caller, loop, network, host, port, { family, localAddr, happyEyeballsDelay });
  const channel = tlsOptions === null ? plain : yield* handshake(caller, loop, plain, tlsOptions);
  return yield* connectTransport(caller, loop, channel, protocolFactory);
}

/** Connects to a Unix socket. Mirrors `loop.create_unix_connection`. */
export function* createUnixConnection<P extends Protocol | BufferedProtocol>(
  protocolFactory: () => P,
  path: string,
  options: UnixConnectionOptions = {},
): Coroutine<[transport: Transport, protocol: P]> {
  return yield* connectUnix("createUnixConnection", protocolFactory, path, options);
}

/** Same as `createUnixConnection`, for the caller that errors name. */
export function* connectUnix<P extends Protocol | BufferedProtocol>(
  caller: string,
  protocolFactory: () => P,
  path: string,
  options: UnixConnectionOptions,
): Coroutine<[transport: Transport, protocol: P]> {
  checkFactory(caller, protocolFactory);
  checkPath(caller, path);
  checkKnownOptions(caller, options, UNIX_OPTIONS);
  const tlsOptions = clientTls(caller, options.tls, options.serverHostname);
  const loop = getRunningLoop();
  const plain = yield* networkOf(caller, loop).connectUnix(loop, path);
  const channel = tlsOptions === null ? plain : yield* handshake(caller, loop, plain, tlsOptions);
  return yield* connectTransport(caller, loop, channel, protocolFactory);
}
