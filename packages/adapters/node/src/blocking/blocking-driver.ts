import { isMainThread } from "node:worker_threads";
import type { Driver } from "@asyncio-ts/loop";
import { Bell } from "./bell.ts";
import { HostPromiseError } from "./host-promise-error.ts";
import { waitOrInterrupt } from "./interruptible-wait.ts";
import { IoThread } from "./io-thread.ts";

/** Milliseconds of a wait that Ctrl-C cannot interrupt, because an interruptible wait costs more than most answers take. */
const PLAIN_WAIT = 1;

/** A clock and a sleep that block the thread, until the I/O thread rings. */
export class BlockingDriver implements Driver<true> {
  readonly ownsThread = true;
  /** Each pass looks at the bell. Otherwise a task that never waits would starve the I/O. */
  readonly slice = 0;
  readonly #bell = new Bell();
  readonly #deadlockError: () => Error;
  #thread: IoThread | null = null;
  #isAwake = false;
  #interrupt: (() => void) | null = null;

  /** @param deadlockError creates the error for a park that nothing can end */
  constructor(deadlockError: () => Error) {
    this.#deadlockError = deadlockError;
  }

  /** The I/O thread, started by the first use, and again after it has ended. */
  get thread(): IoThread {
    if (this.#thread === null || this.#thread.failure !== null) this.#thread = new IoThread(this.#bell);
    return this.#thread;
  }

  now(): number {
    return performance.now();
  }

  park(deadline: number): void {
    if (this.#takeMessages() || deadline === -Infinity) return;
    if (deadline === Infinity && this.#thread?.isAwaited !== true) throw this.#deadlockError();
    const ms = Math.min(deadline, this.#thread?.startDeadline ?? Infinity) - this.now();
    if (ms <= 0 && this.#thread?.checkStarted() !== true) return;
    if (ms > 0) this.#wait(ms);
    this.#takeMessages();
  }

  wake(): void {
    this.#isAwake = true;
  }

  promiseAwaited(): void {
    throw new HostPromiseError();
  }

  watchInterrupt(interrupt: () => void): () => void {
    // Only the main thread hears of signals.
    if (isMainThread) this.#interrupt = interrupt;
    return () => (this.#interrupt = null);
  }

  close(): void {
    this.#thread?.close();
  }

  /** Returns whether something came from the I/O thread, or the loop was woken by its own calls. */
  #takeMessages(): boolean {
    const came = this.#thread?.takeMessages() === true;
    const isAwake = this.#isAwake || came;
    this.#isAwake = false;
    return isAwake;
  }

  #wait(ms: number): void {
    const { counter } = this.#bell;
    const seen = this.#thread?.seen ?? this.#bell.read();
    const canInterrupt = this.#interrupt !== null && ms > PLAIN_WAIT;
    if (Atomics.wait(counter, 0, seen, canInterrupt ? PLAIN_WAIT : ms) !== "timed-out" || !canInterrupt) return;
    // A listener that was added since decides on the signal, after the run.
    if (process.listenerCount("SIGINT") > 0) Atomics.wait(counter, 0, seen, ms - PLAIN_WAIT);
    else if (waitOrInterrupt(counter, seen, ms - PLAIN_WAIT)) this.#interrupt?.();
  }
}
