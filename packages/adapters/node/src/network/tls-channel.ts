import type { TLSSocket } from "node:tls";
import type { EventLoop } from "@asyncio-ts/tasks";
import type { Channel } from "@asyncio-ts/streams/lowlevel";
import { StreamChannel } from "./stream-channel.ts";

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

  /** Sends the queued bytes and the end of the encryption, then closes. */
  override end(): void {
    const socket = this.#socket;
    // Bytes that were not read would make the system reset the connection, and the peer lose the last ones sent to it.
    this.discard();
    socket.end(() => socket.destroy());
  }

  override getExtraInfo(name: string): unknown {
    if (name === "ssl_object") return this.#socket;
    if (name === "cipher") return this.#socket.getCipher();
    if (name === "peercert") return this.#socket.getPeerCertificate();
    return this.#plain.getExtraInfo(name);
  }
}
