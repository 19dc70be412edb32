import { brand, checkOptions, nameOf, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, type EventLoop, getEventLoop, type Source } from "@asyncio-ts/tasks";
import { checkLoop, markCoroutineMethods } from "@asyncio-ts/tasks/lowlevel";
import { ByteBuffer } from "./byte-buffer.ts";
import { isBytes } from "./bytes.ts";
import { checkKnown, checkLimit } from "./options.ts";
import { ReadItem, ReadLine } from "./read-line.ts";
import { DataWaiter, ReadOperation } from "./read-operation.ts";
import { checkCount, ReadExactly, ReadSome, ReadToEnd, ReadUntil, separatorsOf } from "./reads.ts";

/** The limit of a reader in bytes, unless its options say otherwise. */
export const DEFAULT_LIMIT: number = 64 * 1024;

/** Pauses and resumes what feeds a reader. */
export interface ReadableTransport {
  /** Feeds no more bytes. */
  pauseReading(): void;
  /** Feeds bytes again. */
  resumeReading(): void;
}

/** Sets the numbers of buffered bytes above which a reader pauses its transport, and down to which it resumes it. */
export function setReadBufferLimits(reader: StreamReader, limits: { high: number; low: number }): void {
  reader._high = limits.high;
  reader._low = limits.low;
}

/**
 * Reads the bytes of a connection as they arrive, by count, by line, or up to a separator.
 *
 * One coroutine may read at a time. A cancelled read loses no byte. When more than twice the limit is buffered, the transport is
 * paused. A reader is also a source of lines for `forEach`.
 *
 * Mirrors `asyncio.StreamReader`.
 */
export class StreamReader implements Source<Uint8Array> {
  /** @internal */
  readonly _limit: number;
  /** @internal */
  readonly _loop: EventLoop;
  /** @internal */
  readonly _buffer: ByteBuffer = new ByteBuffer();
  /** @internal */
  _hasEnded = false;
  #waiter: DataWaiter | null = null;
  #exception: unknown = null;
  #transport: ReadableTransport | null = null;
  #isPaused = false;
  /** @internal The transport is paused while more bytes than these are buffered. */
  _high: number;
  /** @internal The transport is resumed when no more bytes than these are buffered. */
  _low: number;

  /**
   * @param options.limit the number of bytes that a line may have, and half the number that are buffered; 65,536 by default
   * @param options.loop the loop of the reader; `getEventLoop()` by default
   * @throws RangeError if the limit is not positive
   */
  constructor(options: { limit?: number | undefined; loop?: EventLoop | undefined } = {}) {
    checkOptions("StreamReader", options);
    checkKnown("StreamReader", options, ["limit", "loop"]);
    const { limit = DEFAULT_LIMIT, loop = getEventLoop() } = options;
    checkLimit("StreamReader", limit);
    checkLoop("StreamReader", loop);
    this._limit = limit;
    this._high = 2 * limit;
    this._low = limit;
    this._loop = loop;
  }

  /**
   * Reads at most `n` bytes: those that are there, or else the next ones. By default, reads to the end.
   *
   * @returns the bytes; none at the end, or if `n` is 0
   * @throws the error of the connection
   */
  read(n = -1): Coroutine<Uint8Array> {
    checkCount("read", n);
    return this.#operation(n < 0 ? new ReadToEnd() : new ReadSome(n));
  }

  /**
   * Reads a line, up to and including `\n`.
   *
   * @returns the bytes; at the end a line without `\n`, then no bytes
   * @throws RangeError if the line is longer than the limit; the line is dropped, or all that is buffered of it
   */
  readline(): Coroutine<Uint8Array> {
    return this.#operation(new ReadLine());
  }

  /**
   * Reads up to and including a separator.
   *
   * @param separator one, or several of which the one that ends first counts
   * @throws IncompleteReadError if the stream ends before
   * @throws LimitOverrunError if there are more bytes than the limit before the separator; they stay in the reader
   */
  readuntil(separator: string | Uint8Array | readonly (string | Uint8Array)[] = "\n"): Coroutine<Uint8Array> {
    return this.#operation(new ReadUntil(separatorsOf("readuntil", separator)));
  }

  /**
   * Reads exactly `n` bytes.
   *
   * @throws IncompleteReadError if the stream ends before
   * @throws RangeError if `n` is below 0
   */
  readexactly(n: number): Coroutine<Uint8Array> {
    checkCount("readexactly", n);
    if (n < 0) throw new RangeError(`readexactly: a number of bytes from 0 on was expected, got ${repr(n)}`);
    return this.#operation(new ReadExactly(n));
  }

  /** Returns the next line as an item of a source. */
  next(): Coroutine<IteratorResult<Uint8Array>> {
    return new ReadOperation(this, new ReadItem()) as never;
  }

  /** Returns the next line as an item of a source if it is there; null if it must be awaited. */
  poll(): IteratorResult<Uint8Array> | null {
    this._checkException();
    return new ReadItem().take(this);
  }

  #operation(read: ConstructorParameters<typeof ReadOperation<Uint8Array>>[1]): Coroutine<Uint8Array> {
    return new ReadOperation(this, read) as never;
  }

  /** Returns whether the stream has ended and all its bytes were read. */
  atEof(): boolean {
    return this._hasEnded && this._buffer.length === 0;
  }

  /** Returns the error of the connection; null if there is none. */
  exception(): unknown {
    return this.#exception;
  }

  /** Sets the error of the connection, which all reads throw from now on. */
  setException(exception: unknown): void {
    this.#exception = exception;
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter?.done() === false) waiter.setException(exception);
  }

  /**
   * Adds bytes that have arrived. The caller no longer changes them.
   *
   * @throws TypeError if `data` is no Uint8Array
   * @throws Error after `feedEof()`
   */
  feedData(data: Uint8Array): void {
    if (!isBytes(data)) throw wrongArgument("feedData", "a Uint8Array", data);
    if (this._hasEnded) throw new Error(`feedData() was called after feedEof(): ${this.toString()}`);
    if (data.length === 0) return;
    this._buffer.push(data);
    this.#wake();
    if (this.#transport === null || this.#isPaused || this._buffer.length <= this._high) return;
    this.#isPaused = true;
    this.#transport.pauseReading();
  }

  /** Ends the stream. What is buffered can still be read. */
  feedEof(): void {
    this._hasEnded = true;
    this.#wake();
  }

  #wake(): void {
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter?.done() === false) waiter.setResult();
  }

  /** Sets the transport that feeds this reader. @throws Error if one was set before */
  setTransport(transport: ReadableTransport): void {
    if (this.#transport !== null) throw new Error(`setTransport: the transport was set before: ${this.toString()}`);
    this.#transport = transport;
  }

  /** @internal Sets the transport that feeds this reader from now on. */
  _replaceTransport(transport: ReadableTransport): void {
    this.#transport = transport;
  }

  /** @internal @throws the error of the connection */
  _checkException(): void {
    if (this.#exception !== null) throw this.#exception;
  }

  /** @internal Takes the first bytes, and lets the transport continue. */
  _take(count: number): Uint8Array {
    const taken = this._buffer.take(count);
    if (this.#isPaused) this._maybeResume();
    return taken;
  }

  /** @internal Puts bytes back that a read has taken and not returned. */
  _putBack(bytes: Uint8Array): void {
    this._buffer.unshift(bytes);
  }

  /** @internal Resumes the transport if there is room. */
  _maybeResume(): void {
    if (this.#isPaused && this._buffer.length <= this._low) this.#resume();
  }

  #resume(): void {
    this.#isPaused = false;
    this.#transport!.resumeReading();
  }

  /**
   * @internal Returns the future of the next event. A paused transport is resumed, because a read may need more than the limit.
   *
   * @throws the error of the connection
   * @throws Error if another coroutine waits
   */
  _wait(caller: string): DataWaiter {
    this._checkException();
    if (this.#waiter !== null) {
      throw new Error(`${caller}() called while another coroutine is already waiting for incoming data: ${this.toString()}`);
    }
    if (this.#isPaused) this.#resume();
    return (this.#waiter = new DataWaiter(this));
  }

  /** @internal Forgets the future of a read that continues or has given up. */
  _stopWaiting(waiter: DataWaiter): void {
    if (this.#waiter === waiter) this.#waiter = null;
  }

  /** Returns the state as text, for errors and logs. */
  toString(): string {
    const parts = [nameOf(this)];
    if (this._buffer.length > 0) parts.push(`${this._buffer.length} bytes`);
    if (this._hasEnded) parts.push("eof");
    if (this._limit !== DEFAULT_LIMIT) parts.push(`limit=${this._limit}`);
    if (this.#waiter !== null) parts.push("waiting");
    if (this.#exception !== null) parts.push(`exception=${repr(this.#exception)}`);
    if (this.#transport !== null) parts.push(`transport=${String(this.#transport)}`);
    if (this.#isPaused) parts.push("paused");
    return `<${parts.join(" ")}>`;
  }
}

brand(StreamReader, "StreamReader");
markCoroutineMethods(StreamReader, "read", "readline", "readuntil", "readexactly", "next");
