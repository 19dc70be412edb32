import { type EventLoop, getEventLoop } from "@asyncio-ts/tasks";
import { isConnectionError } from "./connection-error.ts";

/** Messages about jobs that another worker runs by now. */
const LOCKS = /^(?:Missing lock|Lock mismatch|could not renew lock|Job \S+ is not in the active state)/;

/** An object of BullMQ: a queue, a worker, or an event stream. */
export interface Connected {
  on(event: "error", listener: (error: Error) => void): unknown;
  getBackend(): { on(event: "ready", listener: () => void): unknown; close(force?: boolean): Promise<void>; disconnect(): Promise<void> };
  close(): Promise<void>;
}

/** Milliseconds in which errors of one kind are reported once: an outage, or many locks that were lost together. */
const SAME = 10_000;

/** Reports the errors of BullMQ's objects: to a callback, or else to the exception handler of the loop, each kind now and then. */
export class ErrorReports {
  readonly #title: string;
  /** The loop that is current when the executor or worker is made. Redis calls back outside of its steps. */
  readonly #loop: EventLoop = getEventLoop();
  readonly #onError: ((error: Error) => void) | undefined;
  readonly #reported = new Map<string, number>();
  #isMuted = false;
  /** The error of the present outage, or null. */
  outage: Error | null = null;

  constructor(title: string, onError: ((error: Error) => void) | undefined) {
    this.#title = title;
    this.#onError = onError;
  }

  /** Listens to an object. Without a listener its errors would end the process. */
  listen(source: Connected): void {
    source.on("error", this.report);
    source.getBackend().on("ready", () => (this.outage = null));
  }

  /** Ignores errors from now on: those of closing connections. */
  mute(): void {
    this.#isMuted = true;
  }

  readonly report = (error: Error): void => {
    if (this.#isMuted) return;
    const isOutage = isConnectionError(error);
    if (isOutage) this.outage = error;
    if (this.#onError !== undefined) return this.#call(this.#onError, error);
    const kind = isOutage ? "outage" : LOCKS.test(error.message) ? "lock" : error.message;
    const now = performance.now();
    if (now - (this.#reported.get(kind) ?? -Infinity) < SAME) return;
    if (this.#reported.size > 100) this.#reported.clear();
    this.#reported.set(kind, now);
    this.#reportToLoop(`Error of ${this.#title}`, error);
  };

  #call(onError: (error: Error) => void, error: Error): void {
    try {
      onError(error);
    } catch (exception) {
      this.#reportToLoop(`Exception in onError of ${this.#title}`, exception);
    }
  }

  #reportToLoop(message: string, exception: unknown): void {
    const loop = this.#loop.isClosed() ? getEventLoop() : this.#loop;
    loop.callExceptionHandler({ message, exception });
  }
}
