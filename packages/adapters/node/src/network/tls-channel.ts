import type { TLSSocket } from "node:tls";
import type { EventLoop } from "@asyncio-ts/tasks";
import type { Channel } from "@asyncio-ts/streams/lowlevel";
import { StreamChannel } from "./stream-channel.ts";

/** Milliseconds that a peer has to answer the end of the encryption, as `ssl_shutdown_timeout` of asyncio. */
const SHUTDOWN_TIMEOUT = 30_000;

/** The encrypted channel over another channel. */
export class TlsChannel extends StreamChannel {
  /** False: both sides of TLS end together. */
  override readonly canEnd = false;
  readonly #socket: TLSSocket;
  readonly #plain: Channel;

  /** @param plain the channel below, which knows the addresses */
  constructor(loop: EventLoop, socket: TLSSocket, plain: Channel) {
    super(loop, socket, socket);
    this.#socket = socket;
    this.#plain = plain;
  }

  /** Sends the queued bytes and the end of the encryption, and closes once the peer has answered. */
  override end(): void {
    const socket = this.#socket;
    // The system resets a connection that is closed with unread bytes, and the peer would lose the last ones sent to it.
    this.discard();
    socket.end(() => {
      const timer = setTimeout(() => socket.destroy(), SHUTDOWN_TIMEOUT);
      socket.once("close", () => clearTimeout(timer));
    });
  }

  override getExtraInfo(name: string): unknown {
    if (name === "ssl_object") return this.#socket;
    if (name === "cipher") return this.#socket.getCipher();
    if (name === "peercert") return this.#socket.getPeerCertificate();
    return this.#plain.getExtraInfo(name);
  }
}
