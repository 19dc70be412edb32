import { type Coroutine, type EventLoop, Future, getEventLoop } from "@asyncio-ts/tasks";
import type { BaseProtocol } from "./protocol.ts";
import { connectionLostError } from "./errors.ts";

/** A future that a coroutine of a writer awaits. Its text is that of the protocol's writer, so that deadlock reports name it. */
class WriterWaiter extends Future<void> {
  readonly #text: string;

  constructor(loop: EventLoop, text: string) {
    super({ loop });
    this.#text = text;
  }

  override toString(): string {
    return this.#text;
  }
}

/**
 * The part of a protocol behind `drain()` and `waitClosed()` of a StreamWriter.
 *
 * Mirrors `asyncio.streams.FlowControlMixin`.
 */
export class FlowControl implements BaseProtocol {
  /** @internal */
  readonly _loop: EventLoop;
  #isPaused = false;
  #isLost = false;
  #error: Error | null = null;
  readonly #draining = new Set<Future<void>>();
  readonly #closing = new Set<Future<void>>();

  constructor(loop: EventLoop = getEventLoop()) {
    this._loop = loop;
  }

  /** Stops writers at their next `drain()`. */
  pauseWriting(): void {
    this.#isPaused = true;
  }

  /** Lets the writers continue. */
  resumeWriting(): void {
    this.#isPaused = false;
    for (const waiter of this.#draining) if (!waiter.done()) waiter.setResult();
  }

  /** Ends all waits, with the error of the connection if it has one. */
  connectionLost(error: Error | null): void {
    this.#isLost = true;
    this.#error = error;
    for (const waiter of [...this.#closing, ...this.#draining]) {
      if (waiter.done()) continue;
      if (error === null) waiter.setResult();
      else waiter.setException(error);
    }
  }

  /** @internal Returns the future to wait for before writing more; null to go on. @throws Error if the connection is lost */
  _drainWaiter(): Future<void> | null {
    if (this.#isLost) throw this.#error ?? connectionLostError();
    if (!this.#isPaused) return null;
    const waiter = new WriterWaiter(this._loop, "drain() of a StreamWriter");
    this.#draining.add(waiter);
    return waiter;
  }

  /** @internal Forgets a future of `_drainWaiter`. */
  _stopDraining(waiter: Future<void>): void {
    this.#draining.delete(waiter);
  }

  /** @internal Waits until `connectionLost`. @throws the error of the connection */
  *_waitClosed(): Coroutine<void> {
    if (this.#isLost) {
      if (this.#error !== null) throw this.#error;
      return;
    }
    const waiter = new WriterWaiter(this._loop, "waitClosed() of a StreamWriter");
    this.#closing.add(waiter);
    try {
      yield* waiter;
    } finally {
      this.#closing.delete(waiter);
    }
  }
}
