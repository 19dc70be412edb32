import { brand, disown, nameOf, own } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop, Future } from "@asyncio-ts/tasks";
import { bytesOf, joinedBytesOf } from "./bytes.ts";
import type { Channel } from "./channel.ts";
import { Incoming } from "./incoming.ts";
import { infoOf } from "./info.ts";
import type { BufferedProtocol, Protocol } from "./protocol.ts";
import { passData, passEnd, passLost, passMade } from "./protocol-calls.ts";
import type { TransportOptions, TransportOwner } from "./transport-options.ts";
import { reportUnclosed } from "./unclosed.ts";
import { WriteFlow } from "./write-flow.ts";

// The phases of a transport. A later phase is a larger number.
const OPEN = 0;
/** The host has closed the channel, but the protocol has not yet received everything. */
const GONE = 1;
/** Closed by this side, with bytes left to send. */
const FLUSHING = 2;
/** The step that calls `connectionLost` is queued, or over. */
const LOST = 3;

/**
 * A connection, as its protocol sees it: writes are buffered, and what arrives is passed to the protocol in steps of the loop.
 *
 * Mirrors `asyncio.Transport`.
 */
export class Transport {
  /** @internal */
  readonly _loop: EventLoop;
  readonly #channel: Channel;
  #protocol: Protocol | BufferedProtocol;
  readonly #incoming: Incoming = new Incoming(this);
  readonly #flow: WriteFlow;
  #phase = OPEN;
  #isStarted = false;
  /** The call after which the program may no longer write; null if there was none. */
  #lastCall: string | null = null;
  #owner: TransportOwner | null;
  #origin: Error | null;
  /** The transport that has taken the channel over. */
  #successor: Transport | null = null;

  /** @internal @throws Error if the loop is closed */
  constructor(loop: EventLoop, channel: Channel, protocol: Protocol | BufferedProtocol, options: TransportOptions = {}) {
    this._loop = loop;
    this.#channel = channel;
    this.#protocol = protocol;
    this.#owner = options.owner ?? null;
    this.#origin = options.origin ?? null;
    this.#flow = options.flow ?? new WriteFlow();
    own(loop, this);
    this.#owner?._attach(this);
  }

  /** @internal Calls `connectionMade` in a step, then begins to read, and settles the future. */
  _begin(made: Future<void> | null): void {
    this._loop.callSoon(passMade, this, made);
  }

  /** @internal Begins to read. */
  _start(): void {
    if (this.#phase === LOST) return;
    this.#isStarted = true;
    this.#channel.start(this.#incoming);
    if (this.#incoming.isPaused || (this.#phase === FLUSHING && this.#channel.canEnd)) this.#channel.pause();
  }

  /**
   * Sends bytes, or buffers them. Text is encoded as UTF-8. The caller no longer changes the bytes.
   *
   * Bytes are dropped once the peer has closed the connection.
   *
   * @throws TypeError if `data` is neither a Uint8Array nor a string
   * @throws Error after `close()`, `abort()` or `writeEof()`
   */
  write(data: Uint8Array | string): void {
    const bytes = bytesOf("write", data);
    if (this.#lastCall !== null) throw new Error(`write() was called after ${this.#lastCall}: ${this.toString()}`);
    if (this.#phase !== OPEN || bytes.length === 0) return;
    this.#channel.write(bytes);
    if (!this.#flow.isPaused && this.#channel.bufferedBytes > this.#flow.high) this.#flow.pause(this, this.#protocol);
  }

  /** Same as one `write` of all parts. */
  writeLines(parts: Iterable<Uint8Array | string>): void {
    this.write(joinedBytesOf("writeLines", parts));
  }

  /**
   * Ends the sending side once the buffered bytes are sent. The peer may go on sending.
   *
   * @throws Error if one side cannot end alone, as over TLS
   */
  writeEof(): void {
    if (!this.#channel.canEnd) throw new Error(`writeEof: the sending side cannot end alone: ${this.toString()}`);
    if (this.#phase !== OPEN || this.#lastCall !== null) return;
    this.#lastCall = "writeEof()";
    this.#channel.end();
  }

  /** Returns whether the sending side can end alone. */
  canWriteEof(): boolean {
    return this.#channel.canEnd;
  }

  /** Receives no more, sends the buffered bytes, then closes. `connectionLost(null)` follows. */
  close(): void {
    this.#lastCall = "close()";
    this._close();
  }

  /** Closes at once, and drops the buffered bytes. `connectionLost(null)` follows. */
  abort(): void {
    this.#lastCall = "abort()";
    this._abort(null);
  }

  /** Returns whether the transport is closing or closed. */
  isClosing(): boolean {
    return this.#phase !== OPEN;
  }

  /** Passes no data to the protocol until `resumeReading()`. */
  pauseReading(): void {
    if (!this.isReading()) return;
    this.#incoming.pause();
    if (this.#isStarted) this.#channel.pause();
  }

  /** Passes data to the protocol again, first the data that has arrived meanwhile. */
  resumeReading(): void {
    if (this.#phase > GONE || !this.#incoming.isPaused) return;
    if (this.#phase === OPEN && this.#isStarted) this.#channel.resume();
    this.#incoming.resume();
  }

  /** Returns whether data is passed to the protocol. */
  isReading(): boolean {
    return this.#phase === OPEN && !this.#incoming.isPaused;
  }

  /**
   * Returns a fact of the connection, such as `"peername"`, `"sockname"` or `"socket"`.
   *
   * @param fallback returned if the fact is not known; null by default
   */
  getExtraInfo(name: string, fallback: unknown = null): unknown {
    return infoOf(this.#channel, name, fallback);
  }

  /**
   * Sets the water marks: above `high` buffered bytes the protocol is asked to pause writing, at `low` it may resume.
   *
   * @param limits.high in bytes; 65,536 by default, or four times `low`
   * @param limits.low in bytes; a quarter of `high` by default
   * @throws RangeError unless `high >= low >= 0`
   */
  setWriteBufferLimits(limits: { high?: number | undefined; low?: number | undefined } = {}): void {
    this.#flow.setMarks("setWriteBufferLimits", limits);
    if (!this.#flow.isPaused && this.getWriteBufferSize() > this.#flow.high) this.#flow.pause(this, this.#protocol);
  }

  /** Returns the water marks, in bytes. */
  getWriteBufferLimits(): [low: number, high: number] {
    return [this.#flow.low, this.#flow.high];
  }

  /** Returns the number of bytes that are not yet sent. */
  getWriteBufferSize(): number {
    return this.#phase === OPEN || this.#phase === FLUSHING ? this.#channel.bufferedBytes : 0;
  }

  /** Sets the protocol that is called from now on. */
  setProtocol(protocol: Protocol | BufferedProtocol): void {
    this.#protocol = protocol;
  }

  /** Returns the protocol. */
  getProtocol(): Protocol | BufferedProtocol {
    return this.#protocol;
  }

  /** @internal Whether the peer has closed the connection, before the protocol has received everything. */
  get _isGone(): boolean {
    return this.#phase === GONE;
  }

  /** @internal Closes for another reason than the program's `close()`: later writes are dropped, not refused. */
  _close(): void {
    if (this.#successor !== null) return this.#successor._close();
    if (this.#phase >= FLUSHING) return;
    const channel = this.#channel;
    const isSent = this.#phase === GONE || (channel.canEnd && channel.bufferedBytes === 0);
    this.#phase = FLUSHING;
    this.#incoming.discard();
    if (isSent) return this.#lose(null);
    if (channel.canEnd) return this.#isStarted ? channel.pause() : undefined;
    // The host ends both sides, and has to read for that.
    if (this.#isStarted && this.#incoming.isPaused) channel.resume();
    channel.end();
  }

  /** @internal Closes at once, and has `connectionLost` called with the error. */
  _abort(error: unknown): void {
    if (this.#successor !== null) return this.#successor._abort(error);
    if (this.#phase === LOST) return;
    this.#lose(error);
    this.#channel.destroy();
  }

  #lose(error: unknown): void {
    this.#phase = LOST;
    this.#incoming.discard();
    this._loop.callSoon(passLost, this, error);
  }

  /** @internal The last step. */
  _lost(error: unknown): void {
    try {
      this.#protocol.connectionLost?.(error as Error | null);
    } finally {
      this.#channel.destroy();
      this.#leave();
    }
  }

  #leave(): void {
    this.#phase = LOST;
    disown(this._loop, this);
    this.#owner?._detach(this);
    this.#owner = this.#origin = null;
  }

  /** @internal */
  _received(chunk: Uint8Array): void {
    passData(this, this.#protocol, chunk);
  }

  /** @internal */
  _peerEnded(): void {
    if (!passEnd(this, this.#protocol) || !this.#channel.canEnd) this._close();
  }

  /** @internal */
  _needsDrained(): boolean {
    return this.#flow.isPaused || this.#phase === FLUSHING;
  }

  /** @internal */
  _drained(): void {
    if (this.#flow.isPaused && this.getWriteBufferSize() <= this.#flow.low) this.#flow.resume(this, this.#protocol);
    if (this.#phase !== FLUSHING || !this.#channel.canEnd || this.#channel.bufferedBytes > 0) return;
    this.#phase = LOST;
    this._lost(null);
  }

  /** @internal */
  _channelGone(): void {
    if (this.#phase === OPEN) this.#phase = GONE;
  }

  /** @internal */
  _channelClosed(error: Error | null): void {
    if (this.#phase === LOST) return;
    this.#phase = LOST;
    this._lost(error);
  }

  /** @internal Hands the channel over to the TLS layer, together with the bytes that were not passed on. */
  _handOver(): { channel: Channel; early: Uint8Array[] } {
    this.pauseReading();
    return { channel: this.#channel, early: this.#incoming.take() };
  }

  /** @internal Returns the transport that stands on the encrypted channel from now on, with the same protocol. */
  _succeededBy(channel: Channel): Transport {
    const options = { owner: this.#owner, origin: this.#origin, flow: this.#flow };
    const successor = new Transport(this._loop, channel, this.#protocol, options);
    this.#successor = successor;
    this.#incoming.discard();
    this.#leave();
    return successor;
  }

  /** @internal */
  loopClosed(): void {
    if (this.#phase === OPEN) reportUnclosed(this, this.#origin);
    this.#channel.destroy();
    this.#leave();
  }

  /** Returns the state as text, for errors and logs. */
  toString(): string {
    const state = this.#phase === OPEN ? "open" : this.#phase === LOST ? "closed" : "closing";
    const peer = this.getExtraInfo("peername");
    return `<${nameOf(this)} ${state}${peer === null ? "" : ` peername=${String(peer)}`} buffered=${this.getWriteBufferSize()}>`;
  }
}

brand(Transport, "Transport");
