import { brand, disown, nameOf, own, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop, Future } from "@asyncio-ts/tasks";
import { bytesOf } from "./bytes.ts";
import { ArrivedDatagrams, type DatagramEvent } from "./arrived-datagrams.ts";
import type { AddressInfo, DatagramChannel } from "./network.ts";
import { infoOf } from "./info.ts";
import { checkHost, checkPort } from "./options.ts";
import type { DatagramProtocol } from "./protocol.ts";
import { reportUnclosed } from "./unclosed.ts";

/** A datagram endpoint. Mirrors `asyncio.DatagramTransport`. */
export class DatagramTransport {
  readonly #loop: EventLoop;
  readonly #channel: DatagramChannel;
  readonly #protocol: DatagramProtocol;
  /** The address that the endpoint is connected to; null if it is not connected. */
  readonly #remote: AddressInfo | null;
  readonly #origin: Error | null;
  readonly #arrived: ArrivedDatagrams;
  #isClosing = false;
  #isLost = false;

  /** @internal */
  constructor(loop: EventLoop, channel: DatagramChannel, protocol: DatagramProtocol, remote: AddressInfo | null, origin: Error | null) {
    this.#loop = loop;
    this.#channel = channel;
    this.#protocol = protocol;
    this.#remote = remote;
    this.#origin = origin;
    this.#arrived = new ArrivedDatagrams(loop, this);
    own(loop, this);
  }

  /** @internal Calls `connectionMade` in a step, then begins to receive, and settles the future. */
  _begin(made: Future<void>): void {
    this.#loop.callSoon(beginDatagrams, this, made);
  }

  /** @internal */
  _made(made: Future<void>): void {
    try {
      this.#protocol.connectionMade?.(this);
    } finally {
      if (!this.#isLost) this.#channel.start(this.#arrived);
      if (!made.done()) made.setResult();
    }
  }

  /**
   * Sends a datagram, which may be empty. Text is encoded as UTF-8. The caller no longer changes the bytes.
   *
   * Errors of the host go to `errorReceived`.
   *
   * @param address `[host, port]`; the connected address by default
   * @throws TypeError if `data` is neither a Uint8Array nor a string
   * @throws Error without an address on an endpoint that is not connected, or with another one on a connected endpoint
   */
  sendTo(data: Uint8Array | string, address: readonly [host: string, port: number] | null = null): void {
    const bytes = bytesOf("sendTo", data);
    const target = this.#target(address);
    if (this.#isClosing) throw new Error(`sendTo() was called after close(): ${this.toString()}`);
    this.#channel.send(bytes, target);
  }

  #target(address: readonly [host: string, port: number] | null): AddressInfo | null {
    const remote = this.#remote;
    if (address === null) {
      if (remote === null) throw new Error(`sendTo: an address was expected, because the endpoint is not connected: ${this.toString()}`);
      return null;
    }
    if (!Array.isArray(address)) throw wrongArgument("sendTo", "an address [host, port]", address);
    const [host, port] = address as [string, number];
    checkHost("sendTo", host);
    checkPort("sendTo", port);
    if (remote === null) return { family: host.includes(":") ? 6 : 4, host, port };
    if (host === remote.host && port === remote.port) return null;
    throw new Error(
      `sendTo: no address or ${repr([remote.host, remote.port])} was expected, got ${repr(address)}: the endpoint is connected`,
    );
  }

  /** Receives no more, sends what is buffered, then closes. `connectionLost(null)` follows. */
  close(): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#arrived.discard();
    if (this.#channel.bufferedBytes === 0) this.#lose(null);
  }

  /** Closes at once. `connectionLost(null)` follows. */
  abort(): void {
    this.#isClosing = true;
    if (this.#isLost) return;
    this.#lose(null);
    this.#channel.close();
  }

  /** Returns whether the endpoint is closing or closed. */
  isClosing(): boolean {
    return this.#isClosing;
  }

  /** Returns a fact of the endpoint, such as `"sockname"` or `"peername"`; `fallback` if it is not known. */
  getExtraInfo(name: string, fallback: unknown = null): unknown {
    return infoOf(this.#channel, name, fallback);
  }

  #lose(error: unknown): void {
    this.#isLost = true;
    this.#arrived.discard();
    this.#loop.callSoon(loseDatagrams, this, error);
  }

  /** @internal */
  _lost(error: unknown): void {
    try {
      this.#protocol.connectionLost?.(error as Error | null);
    } finally {
      this.#channel.close();
      disown(this.#loop, this);
    }
  }

  /** @internal One step for one event. */
  _pass(event: DatagramEvent): void {
    event(this.#protocol);
  }

  /** @internal */
  _drained(): void {
    if (this.#isClosing && !this.#isLost && this.#channel.bufferedBytes === 0) this.#lose(null);
  }

  /** @internal */
  _channelClosed(error: Error | null): void {
    this.#isClosing = true;
    if (!this.#isLost) this.#lose(error);
  }

  /** @internal */
  loopClosed(): void {
    if (!this.#isClosing) reportUnclosed(this, this.#origin);
    this.#isClosing = this.#isLost = true;
    this.#channel.close();
  }

  /** Returns the state as text, for errors and logs. */
  toString(): string {
    return `<${nameOf(this)} ${this.#isLost ? "closed" : this.#isClosing ? "closing" : "open"}>`;
  }
}

brand(DatagramTransport, "DatagramTransport");

// The callbacks of handles have names, which reports show.
function beginDatagrams(transport: DatagramTransport, made: Future<void>): void {
  transport._made(made);
}

function loseDatagrams(transport: DatagramTransport, error: unknown): void {
  transport._lost(error);
}
