import type { Readable, Writable } from "node:stream";
import { dispose } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "@asyncio-ts/tasks";
import type { Channel, ChannelEvents } from "@asyncio-ts/streams/lowlevel";

/** The most bytes that a stream passes on at once: a stream that makes its data itself would never end by itself. */
const LONGEST_BURST = 1024 * 1024;

/**
 * A channel over streams of Node's: a socket, which reads and writes, or one of a process's pipes.
 *
 * The stream is paused before `start`. It has listeners from the beginning all the same, because an error may come early, and
 * because Node resumes the pipes of a process that exits.
 */
export class StreamChannel implements Channel {
  /** Whether the sending side can end while the receiving side goes on. */
  readonly canEnd: boolean;
  readonly #loop: EventLoop;
  readonly #readable: Readable | null;
  readonly #writable: Writable | null;
  /** Held while bytes are not sent, because a peer waits for them. */
  #sending: Disposable | null = null;
  #isDestroyed = false;
  #events: ChannelEvents | null = null;
  #error: Error | null = null;
  /** The events before `start`. */
  #early: ((events: ChannelEvents) => void)[] = [];
  #isPaused = true;
  /** The bytes that were received since the last microtask. */
  #burst = 0;
  #hasEnded = false;
  #hasClosed = false;

  /** @param readable null if the channel only writes. @param writable null if it only reads; a socket is both */
  constructor(loop: EventLoop, readable: Readable | null, writable: Writable | null) {
    this.#loop = loop;
    this.#readable = readable;
    this.#writable = writable;
    this.canEnd = writable !== null;
    readable?.pause();
    readable?.on("data", this.#onData);
    readable?.on("end", this.#onEnd);
    this.stream.on("error", this.#onError);
    this.stream.on("close", this.#onClose);
  }

  protected get stream(): Readable | Writable {
    return (this.#readable ?? this.#writable)!;
  }

  get bufferedBytes(): number {
    const writable = this.#writable;
    if (writable === null) return 0;
    // A write has failed, which is reported in a moment: a writer has to wait for that.
    return writable.errored && !this.#hasClosed ? Infinity : writable.writableLength;
  }

  start(events: ChannelEvents): void {
    this.#isPaused = false;
    if (this.#early.length === 0 && !this.stream.closed && this.#readable?.readableEnded !== true) {
      this.#events = events;
      this.#readable?.resume();
    } else process.nextTick(this.#reportEarly, events);
  }

  write(data: Uint8Array): void {
    const writable = this.#writable!;
    writable.write(data, this.#onWritten);
    if (writable.writableLength > 0) this.#sending ??= this.#loop.hostWork("send");
  }

  end(): void {
    if (this.#writable === null) this.destroy();
    else this.#writable.end();
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
    const { stream } = this;
    this.#isDestroyed = true;
    // A stream that transforms what it is given has to finish. A pipe closes at once.
    if (this.#readable === null && this.bufferedBytes === 0 && !stream.destroyed) this.#writable!.end();
    else stream.destroy();
  }

  getExtraInfo(name: string): unknown {
    return name === "pipe" ? this.stream : undefined;
  }

  /** Takes the stream from this channel, which reports nothing any more. Errors of the stream still have a listener. */
  release(): Readable | Writable {
    this.#events = null;
    this.#detach();
    return this.stream;
  }

  /** Closes the channel and leaves its stream open. */
  protected leave(): void {
    this.#detach();
    process.nextTick(() => {
      this.stream.off("error", this.#onError);
      this.#onClose();
    });
  }

  #detach(): void {
    this.#isPaused = true;
    this.stream.off("close", this.#onClose);
    this.#readable?.off("data", this.#onData).off("end", this.#onEnd).pause();
  }

  /** Drops the bytes that still arrive. */
  protected discard(): void {
    this.#isPaused = false;
    this.#readable?.off("data", this.#onData).resume();
  }

  #endSending(): void {
    this.#sending?.[dispose]();
    this.#sending = null;
  }

  /** Lets the loop run after a burst, so that the transport can pause the channel. */
  #countBurst(length: number): void {
    if (this.#burst === 0) queueMicrotask(this.#endBurst);
    this.#burst += length;
    if (this.#burst < LONGEST_BURST) return;
    this.#readable!.pause();
    setImmediate(() => {
      if (!this.#isPaused) this.#readable!.resume();
    });
  }

  #report(report: (events: ChannelEvents) => void): void {
    if (this.#events === null) this.#early.push(report);
    else report(this.#events);
  }

  readonly #reportEarly = (events: ChannelEvents): void => {
    this.#events = events;
    for (const report of this.#early.splice(0)) report(events);
    if (this.#readable?.readableEnded === true) this.#onEnd();
    if (this.stream.closed) this.#onClose();
    else if (!this.#isPaused) this.#readable?.resume();
  };
  readonly #onData = (bytes: Uint8Array): void => {
    // Node has resumed the stream.
    if (this.#isPaused) this.#readable!.pause();
    else this.#countBurst(bytes.length);
    if (this.#events === null) this.#early.push((events) => events.data(bytes));
    else this.#events.data(bytes);
  };
  readonly #endBurst = (): void => {
    this.#burst = 0;
  };
  readonly #onEnd = (): void => {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#report((events) => events.ended());
  };
  readonly #onClose = (): void => {
    if (this.#hasClosed) return;
    this.#hasClosed = true;
    // Node closes the input of a process that exits, without an error.
    if (this.#sending !== null && !this.#isDestroyed) this.#error ??= Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
    this.#endSending();
    this.#report((events) => events.closed(this.#error));
  };
  /** One function for all writes, because Node joins the callbacks of writes if they are equal. */
  readonly #onWritten = (error?: Error | null): void => {
    // Node reports success for the writes that a destroyed stream has dropped.
    if (error || this.stream.destroyed) return;
    if (this.bufferedBytes === 0) this.#endSending();
    this.#events?.drained();
  };
  readonly #onError = (error: Error): void => {
    this.#error ??= error;
  };
}
