import type { Context, Runnable } from "@asyncio-ts/loop";
import { captureContext, type Failure, Fifo, hostContextOf, runInline } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "@asyncio-ts/tasks";
import type { ChannelEvents } from "./channel.ts";

/** The consumer of a channel's events: a transport. It is called in steps of the loop. */
export interface Receiver {
  /** @internal */
  readonly _loop: EventLoop;
  /** @internal Receives a chunk. */
  _received(chunk: Uint8Array): void;
  /** @internal The peer has ended its side. */
  _peerEnded(): void;
  /** @internal Bytes were sent. Returns whether the transport needs a step for that. */
  _needsDrained(): boolean;
  /** @internal The step for bytes that were sent. */
  _drained(): void;
  /** @internal The channel is closed. What was received is passed on first. */
  _channelGone(): void;
  /** @internal The channel is closed: the last event. */
  _channelClosed(error: Error | null): void;
}

/**
 * The events of a channel on their way to the protocol: one step of the loop for each.
 *
 * It is the runnable of these steps itself, so that an event allocates nothing. Events that come while reading is paused are
 * held.
 */
export class Incoming implements ChannelEvents, Runnable {
  /** The context in which the transport was opened. */
  context: Context | null = captureContext();
  readonly #receiver: Receiver;
  /** The oldest chunk. */
  #chunk: Uint8Array | null = null;
  /** The chunks after it. */
  #more: Fifo<Uint8Array> | null = null;
  #hasEnded = false;
  #hasDrained = false;
  #close: Failure | null = null;
  #isPaused = false;
  #isDiscarding = false;
  #isQueued = false;

  constructor(receiver: Receiver) {
    this.#receiver = receiver;
  }

  data(chunk: Uint8Array): void {
    if (this.#isDiscarding) return;
    if (this.#chunk === null) this.#chunk = chunk;
    else (this.#more ??= new Fifo()).push(chunk);
    if (!this.#isPaused) this.#queue();
  }

  ended(): void {
    if (this.#isDiscarding) return;
    this.#hasEnded = true;
    if (!this.#isPaused) this.#queue();
  }

  drained(): void {
    if (!this.#receiver._needsDrained()) return;
    this.#hasDrained = true;
    this.#queue();
  }

  closed(error: Error | null): void {
    this.#close = { error };
    this.#receiver._channelGone();
    if (this.#hasNext()) this.#queue();
    // The protocol does not read. A writer that waits need not, because nothing will be sent any more.
    else this.drained();
  }

  /** Whether no data is passed on. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  pause(): void {
    this.#isPaused = true;
  }

  /** Passes on what was held. */
  resume(): void {
    this.#isPaused = false;
    if (this.#hasNext()) this.#queue();
  }

  /** Drops what was received, and what will be. */
  discard(): void {
    this.#isDiscarding = true;
    this.take();
    this.#hasEnded = false;
  }

  /** Removes and returns the chunks that were not passed on. */
  take(): Uint8Array[] {
    const chunks: Uint8Array[] = [];
    for (let chunk = this.#takeOne(); chunk !== null; chunk = this.#takeOne()) chunks.push(chunk);
    return chunks;
  }

  #takeOne(): Uint8Array | null {
    const chunk = this.#chunk;
    this.#chunk = this.#more === null || this.#more.size === 0 ? null : this.#more.pop();
    return chunk;
  }

  #isHolding(): boolean {
    return this.#chunk !== null || this.#hasEnded;
  }

  #hasNext(): boolean {
    if (this.#hasDrained) return true;
    if (this.#close !== null && (this.#close.error !== null || !this.#isHolding())) return true;
    return !this.#isPaused && this.#isHolding();
  }

  #queue(): void {
    const loop = this.#receiver._loop;
    if (this.#isQueued || loop.isClosed()) return;
    this.#isQueued = true;
    runInline(loop, itself, this, null);
  }

  /** One step. */
  run(): void {
    this.#isQueued = false;
    const enter = hostContextOf(this.context);
    if (enter === null) this.#passOn();
    else enter(() => this.#passOn());
    if (this.#hasNext()) this.#queue();
  }

  #passOn(): void {
    const receiver = this.#receiver;
    if (this.#hasDrained) {
      this.#hasDrained = false;
      return receiver._drained();
    }
    if (this.#close !== null && (this.#close.error !== null || !this.#isHolding())) {
      const { error } = this.#close;
      this.#close = null;
      this.discard();
      return receiver._channelClosed(error as Error | null);
    }
    if (this.#isPaused) return;
    const chunk = this.#takeOne();
    if (chunk !== null) return receiver._received(chunk);
    if (!this.#hasEnded) return;
    this.#hasEnded = false;
    receiver._peerEnded();
  }

  toString(): string {
    return String(this.#receiver);
  }
}

/** The runnable of `runInline`: the events themselves. */
function itself(incoming: Incoming): Incoming {
  return incoming;
}
