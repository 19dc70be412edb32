import { isIP } from "node:net";
import { connect, createSecureContext, type ConnectionOptions, type SecureContext, TLSSocket, type TLSSocketOptions } from "node:tls";
import type { Duplex } from "node:stream";
import type { Coroutine, EventLoop } from "@asyncio-ts/tasks";
import type { Channel, TlsOptions } from "@asyncio-ts/streams/lowlevel";
import { hostCallback, type HostCallback } from "./host-callback.ts";
import { StreamChannel } from "./stream-channel.ts";
import { TlsChannel } from "./tls-channel.ts";

/** The contexts of options that were used already, because a context costs more than a handshake. */
const contexts = new WeakMap<object, SecureContext>();

/**
 * Encrypts a channel: does the handshake and returns the channel above it.
 *
 * A handshake that fails or is cancelled destroys the socket at once.
 *
 * @param early the begin of the peer's handshake, if it was read already
 */
export function* secure(loop: EventLoop, channel: Channel, options: TlsOptions, early: readonly Uint8Array[]): Coroutine<Channel> {
  if (!(channel instanceof StreamChannel)) throw new TypeError(`startTls: a connection of Node was expected, got ${String(channel)}`);
  const { tls, serverSide, serverHostname } = options;
  const stream = channel.release() as Duplex;
  // An encrypted socket that stayed half-open would never be closed if its peer gave the handshake up.
  stream.allowHalfOpen = false;
  let socket: TLSSocket | null = null;
  try {
    if (stream.destroyed) throw reset("the connection was closed before the TLS handshake");
    for (const bytes of [...early].reverse()) stream.unshift(bytes);
    socket = serverSide ? acceptOver(stream, tls) : connectOver(stream, tls, serverHostname);
    const encrypted = new TlsChannel(loop, socket, channel);
    yield* handshake(loop, socket, serverSide);
    if (serverSide) checkClient(socket, tls);
    return encrypted;
  } catch (error) {
    socket?.destroy();
    stream.destroy();
    throw error;
  }
}

function connectOver(stream: Duplex, tls: ConnectionOptions, serverHostname: string | undefined): TLSSocket {
  const options: ConnectionOptions = { ...tls, socket: stream };
  if (serverHostname === "") options.checkServerIdentity = () => undefined;
  else if (serverHostname !== undefined) {
    options.host = serverHostname;
    // TLS sends names of servers, never their addresses.
    options.servername = isIP(serverHostname) ? "" : serverHostname;
  }
  return connect(options);
}

function acceptOver(stream: Duplex, tls: ConnectionOptions): TLSSocket {
  let secureContext = tls.secureContext ?? contexts.get(tls);
  // Without the name of their context, sessions of clients with certificates could not be resumed.
  if (secureContext === undefined) contexts.set(tls, (secureContext = createSecureContext({ sessionIdContext: "asyncio-ts", ...tls })));
  return new TLSSocket(stream as never, { ...tls, secureContext, isServer: true } as TLSSocketOptions);
}

function handshake(loop: EventLoop, socket: TLSSocket, serverSide: boolean): Coroutine<void> {
  const start = (settle: HostCallback<void>) => {
    socket.once(serverSide ? "secure" : "secureConnect", () => settle(null));
    socket.once("error", settle);
    socket.once("close", () => settle(reset("the peer closed the connection during the TLS handshake")));
  };
  return hostCallback(loop, "TLS handshake", start, () => socket.destroy());
}

function reset(message: string): Error {
  return Object.assign(new Error(message), { code: "ECONNRESET" });
}

/** Checks the client's certificate as `tls.Server` does, which Node leaves to the maker of a TLSSocket. */
function checkClient(socket: TLSSocket, { requestCert, rejectUnauthorized }: ConnectionOptions): void {
  if (requestCert !== true) return;
  const handle = (socket as unknown as { _handle?: { verifyError?(): Error | null | undefined } })._handle;
  if (typeof handle?.verifyError !== "function") throw new Error("startServer: tls.requestCert: this host cannot check certificates");
  const error = handle.verifyError();
  if (error && rejectUnauthorized !== false) throw error;
  socket.authorized = !error;
}
