import { branded, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { CancelledError, type Coroutine } from "@asyncio-ts/tasks";
import { connectionLostError } from "./errors.ts";
import { clientTls, handshake, serverTls } from "./handshake.ts";
import { checkKnownOptions } from "./options.ts";
import type { BufferedProtocol, Protocol } from "./protocol.ts";
import type { StreamReaderProtocol } from "./stream-reader-protocol.ts";
import type { Transport } from "./transport.ts";

/** The options of an upgrade to TLS. */
export interface StartTlsOptions {
  /** True, or the options of the host, such as Node's `key`, `cert`, `ca` and `rejectUnauthorized`. */
  tls: true | object;
  /** Whether this is the server's side; false by default. */
  serverSide?: boolean | undefined;
  /** The name that the client sends and checks. */
  serverHostname?: string | undefined;
}

const isTransport = /* @__PURE__ */ branded("Transport") as (value: unknown) => value is Transport;
const isStreamProtocol = /* @__PURE__ */ branded("StreamReaderProtocol") as (value: unknown) => value is StreamReaderProtocol;

/**
 * Upgrades a connection to TLS. The protocol stays, and `connectionMade` is not called again.
 *
 * A handshake that fails or is cancelled closes the connection. Mirrors `loop.start_tls`.
 *
 * @returns the transport to use from now on
 * @throws the error of the handshake
 */
export function* startTls(transport: Transport, protocol: Protocol | BufferedProtocol, options: StartTlsOptions): Coroutine<Transport> {
  if (!isTransport(transport)) throw wrongArgument("startTls", "a Transport", transport);
  if (typeof protocol !== "object" || protocol === null) throw wrongArgument("startTls", "a protocol", protocol);
  checkKnownOptions("startTls", options, ["tls", "serverSide", "serverHostname"]);
  const { tls, serverSide = false, serverHostname } = options;
  const tlsOptions = serverSide ? serverTls("startTls", tls) : clientTls("startTls", tls, serverHostname, "");
  if (tlsOptions === null) throw wrongArgument("startTls: tls", "true or the host's options", tls);
  if (transport.isClosing()) throw new Error(`startTls: an open transport was expected, got ${transport.toString()}`);
  const { channel, early } = transport._handOver();
  // The client may have begun the handshake before this side did. As in asyncio, its bytes are not the program's.
  if (serverSide && isStreamProtocol(protocol)) early.unshift(...protocol._takeBuffered());
  let secured;
  try {
    secured = yield* handshake("startTls", transport._loop, channel, tlsOptions, early);
  } catch (error) {
    transport._abort(error instanceof CancelledError ? null : error);
    throw error;
  }
  if (transport.isClosing()) {
    secured.destroy();
    throw connectionLostError();
  }
  const successor = transport._succeededBy(secured);
  successor.setProtocol(protocol);
  successor._start();
  return successor;
}
