import { LONGEST_TIMEOUT } from "./longest-timeout.ts";

/** The program of the worker: one timer, which each message sets anew. Its first message says that it runs. */
const PROGRAM = "let t;onmessage=e=>{clearTimeout(t);t=setTimeout(()=>postMessage(0),e.data)};postMessage(0)";

/** Hears of a worker of timers. */
export interface TimerObserver {
  /** The worker runs, and can be given a deadline. */
  ready(): void;
  /** The time of the deadline has come, or seldom that of an earlier one. */
  timeout(): void;
  /** The worker cannot start, for example because a content security policy forbids it. */
  failed(error: unknown): void;
}

/** A worker that counts the time to one deadline, because browsers slow down the timers of hidden pages, but not those of workers. */
export class TimerWorker {
  /** Whether the worker runs. Until then the page's own timers have to do. */
  isReady = false;
  readonly #observer: TimerObserver;
  #worker: Worker | null = null;
  /** The address of the program; released when the worker has it. */
  readonly #url: string;
  /** The deadline of the worker's timer; NaN if there is none. */
  #timerFor = NaN;

  constructor(observer: TimerObserver) {
    this.#observer = observer;
    this.#url = URL.createObjectURL(new Blob([PROGRAM], { type: "text/javascript" }));
    try {
      this.#worker = new Worker(this.#url, { name: "asyncio-ts timers" });
      this.#worker.onmessage = this.#onMessage;
      this.#worker.onerror = this.#onError;
    } catch (error) {
      // The loop that reports the error is made only after its driver.
      queueMicrotask(() => this.#fail(error));
    }
  }

  /** Sets the timer of the worker, unless it has this deadline already. */
  callAt(deadline: number, now: number): void {
    if (deadline === this.#timerFor) return;
    this.#timerFor = deadline;
    this.#worker?.postMessage(Math.min(Math.max(deadline - now, 0), LONGEST_TIMEOUT));
  }

  /** Ends the worker. */
  close(): void {
    this.isReady = false;
    this.#worker?.terminate();
    this.#worker = null;
    URL.revokeObjectURL(this.#url);
  }

  readonly #onMessage = (): void => {
    // A message may be under way when the worker is ended.
    if (this.#worker === null) return;
    if (this.isReady) {
      this.#timerFor = NaN;
      this.#observer.timeout();
    } else {
      this.isReady = true;
      URL.revokeObjectURL(this.#url);
      this.#observer.ready();
    }
  };

  readonly #onError = (event: ErrorEvent): void => {
    event.preventDefault();
    this.#fail(new Error(event.message || "the browser has refused the worker"));
  };

  #fail(error: unknown): void {
    this.close();
    this.#observer.failed(error);
  }
}
