import type { Readable, Writable } from "node:stream";
import type { Channel, ChannelEvents } from "@asyncio-ts/streams/lowlevel";

/**
 * A channel over streams of Node's: a socket, which reads and writes, or one of a process's pipes.
 *
 * The stream does not flow before `start`, and has a listener for errors from the beginning, so that an early failure is kept.
 */
export class StreamChannel implements Channel {
  /** Whether the sending side can end while the receiving side goes on. */
  readonly canEnd: boolean;
  readonly #readable: Readable | null;
  readonly #writable: Writable | null;
  #events: ChannelEvents | null = null;
  #error: Error | null = null;
  #isPaused = false;

  /** @param readable null if the channel only writes. @param writable null if it only reads; a socket is both */
  constructor(readable: Readable | null, writable: Writable | null) {
    this.#readable = readable;
    this.#writable = writable;
    this.canEnd = readable !== null && writable !== null;
    this.stream.on("error", this.#onError);
  }

  protected get stream(): Readable | Writable {
    return (this.#readable ?? this.#writable)!;
  }

  get bufferedBytes(): number {
    return this.#writable?.writableLength ?? 0;
  }

  start(events: ChannelEvents): void {
    const readable = this.#readable;
    this.#events = events;
    this.stream.on("close", this.#onClose);
    if (this.stream.closed) process.nextTick(this.#onClose);
    if (readable === null) return;
    readable.on("data", this.#onData).on("end", this.#onEnd);
    // A stream that was paused by hand does not begin to flow by itself.
    if (!this.#isPaused) readable.resume();
    if (readable.readableEnded) process.nextTick(this.#onEnd);
  }

  write(data: Uint8Array): void {
    this.#writable?.write(data, this.#onWritten);
  }

  end(): void {
    this.#writable?.end();
  }

  pause(): void {
    this.#isPaused = true;
    this.#readable?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#readable?.resume();
  }

  destroy(): void {
    this.stream.destroy();
  }

  getExtraInfo(name: string): unknown {
    return name === "pipe" ? this.stream : undefined;
  }

  /** Takes the stream from this channel, which reports nothing any more. Errors of the stream still have a listener. */
  release(): Readable | Writable {
    const { stream } = this;
    this.#events = null;
    stream.off("close", this.#onClose);
    this.#readable?.off("data", this.#onData).off("end", this.#onEnd).pause();
    return stream;
  }

  /** Drops the bytes that still arrive. */
  protected discard(): void {
    this.#isPaused = false;
    this.#readable?.off("data", this.#onData).resume();
  }

  /** Reports the end of the channel. */
  protected reportClosed(): void {
    const events = this.#events;
    this.#events = null;
    events?.closed(this.#error);
  }

  readonly #onData = (bytes: Uint8Array): void => {
    // Node resumes the pipes of a process that has exited, so that they end.
    if (this.#isPaused) this.#readable!.pause();
    this.#events?.data(bytes);
  };
  readonly #onEnd = (): void => this.#events?.ended();
  /** One function for all writes, because Node joins the callbacks of writes if they are equal. */
  readonly #onWritten = (): void => this.#events?.drained();
  readonly #onError = (error: Error): void => {
    this.#error ??= error;
  };
  readonly #onClose = (): void => this.reportClosed();
}
