import { checkOptions, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, type EventLoop, TimeoutError, waitFor } from "@asyncio-ts/tasks";
import type { Channel } from "./channel.ts";
import { networkOf } from "./installed-network.ts";
import type { TlsOptions } from "./network.ts";

/** Milliseconds that a TLS handshake may take, as in asyncio. */
const HANDSHAKE_TIMEOUT = 60_000;

/** Checks the options for TLS on the client side; undefined for a plain connection. @throws TypeError if they are wrong */
export function clientTls(caller: string, tls: unknown, serverHostname: unknown, host?: string): TlsOptions | null {
  if (tls === undefined || tls === false || tls === null) {
    if (serverHostname === undefined) return null;
    throw new TypeError(`${caller}: serverHostname is only meaningful with tls`);
  }
  if (tls !== true) checkOptions(`${caller}: tls`, tls);
  const name = serverHostname ?? host;
  if (typeof name !== "string") throw wrongArgument(`${caller}: serverHostname`, "a host name, as a string", name);
  return { tls: tls === true ? {} : (tls as object), serverSide: false, serverHostname: name };
}

/** Checks the options for TLS on the server side; undefined for plain connections. @throws TypeError if they are wrong */
export function serverTls(caller: string, tls: unknown): TlsOptions | null {
  if (tls === undefined || tls === null || tls === false) return null;
  if (tls === true) throw new TypeError(`${caller}: tls: a server needs the host's options, such as key and cert; got true`);
  checkOptions(`${caller}: tls`, tls);
  return { tls: tls as object, serverSide: true };
}

/**
 * Does a TLS handshake. A failure or a cancellation destroys the channel.
 *
 * @throws Error with the code `ECONNABORTED` after a minute
 */
export function* handshake(
  caller: string,
  loop: EventLoop,
  channel: Channel,
  options: TlsOptions,
  early: readonly Uint8Array[] = [],
): Coroutine<Channel> {
  try {
    return yield* waitFor(networkOf(caller, loop).secure(loop, channel, options, early), HANDSHAKE_TIMEOUT);
  } catch (error) {
    channel.destroy();
    if (!(error instanceof TimeoutError)) throw error;
    const message = `TLS handshake is taking longer than ${HANDSHAKE_TIMEOUT / 1000} seconds: aborting the connection`;
    throw Object.assign(new Error(message, { cause: error }), { code: "ECONNABORTED" });
  }
}
