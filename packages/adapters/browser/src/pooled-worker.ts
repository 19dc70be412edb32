import { repr } from "@asyncio-ts/loop/lowlevel";
import { BrokenExecutor, settleBy, unsendable } from "@asyncio-ts/promise/lowlevel";
import type { SubmittedJob } from "./worker-job.ts";
import { type FromWorker, PORT, type ToWorker } from "./worker-message.ts";

/** Milliseconds that an idle worker is kept, because a new one costs more than most jobs. */
const IDLE_TIMEOUT = 5000;

/** Hears of the states of a worker. */
export interface WorkerObserver {
  /** The worker has started, or has ended its job. */
  free(worker: PooledWorker): void;
  /** The worker has ended. `error` is the reason if it could not start. */
  ended(worker: PooledWorker, error: unknown): void;
}

/** The workers that were given to a pool. A worker serves one pool, which ends it. */
const used = new WeakSet<Worker>();

/**
 * A worker of a pool:
 *
 *     starting ──its port arrives──▶ idle ◀──job, answer──▶ busy
 *
 * From each state it may end: it fails, it is idle for long, or a cancelled job outlives its grace. Each state has at most one timer.
 */
export class PooledWorker {
  /** The job under way, or null. */
  job: SubmittedJob | null = null;
  readonly #observer: WorkerObserver;
  readonly #worker: Worker;
  #port: MessagePort | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hasEnded = false;

  /** @throws the error of `create`, or TypeError if it returns no worker, or one that it has returned before */
  constructor(observer: WorkerObserver, create: () => Worker, startTimeout: number) {
    this.#observer = observer;
    this.#worker = create();
    const isUsed = used.has(this.#worker);
    if (isUsed || typeof this.#worker?.terminate !== "function")
      throw new TypeError(`a new Worker was expected from the function, got ${isUsed ? "the same again" : repr(this.#worker)}`);
    used.add(this.#worker);
    this.#worker.addEventListener("message", this.#onStart);
    this.#worker.addEventListener("error", this.#onError);
    const silence = `its script has not called serveJobs() within ${startTimeout} ms`;
    this.#timer = setTimeout(() => this.#break(silence), startTimeout);
  }

  /** Whether the worker can take a job. */
  get isIdle(): boolean {
    return this.#port !== null && this.job === null;
  }

  /** Sends a job to the idle worker. Settles it, and stays idle, if an argument cannot be sent. */
  run(job: SubmittedJob): void {
    const { name, args, transfer, settle } = job;
    // A getter of an argument may close the executor, which settles the job.
    this.job = job;
    try {
      this.#port!.postMessage({ name, args } satisfies ToWorker, transfer as Transferable[]);
    } catch (error) {
      this.job = null;
      settle.error(unsendable(`an argument of ${name}`, error));
      return;
    }
    clearTimeout(this.#timer);
  }

  /** Cancels the job under way. After `grace` milliseconds, the worker is ended. */
  cancel(message: string | undefined, grace: number): void {
    clearTimeout(this.#timer);
    this.#port!.postMessage({ cancel: message } satisfies ToWorker);
    this.#timer = setTimeout(() => this.end(null), grace);
  }

  /** Ends the worker after a while without a job. */
  endIfIdle(): void {
    this.#timer = setTimeout(() => this.end(null), IDLE_TIMEOUT);
  }

  /** Ends the worker at once. `error` is the error of its job; null cancels it. */
  end(error: unknown): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const { job } = this;
    const hadStarted = this.#port !== null;
    clearTimeout(this.#timer);
    this.#worker.removeEventListener("message", this.#onStart);
    this.#worker.removeEventListener("error", this.#onError);
    this.#worker.terminate();
    this.#port?.close();
    this.#port = null;
    this.job = null;
    if (error === null) job?.settle.cancelled();
    else job?.settle.error(error);
    this.#observer.ended(this, hadStarted ? null : error);
  }

  readonly #onStart = ({ data }: MessageEvent<{ readonly [PORT]?: MessagePort } | null>): void => {
    const port = data?.[PORT];
    if (!(port instanceof MessagePort)) return;
    this.#worker.removeEventListener("message", this.#onStart);
    clearTimeout(this.#timer);
    this.#port = port;
    port.onmessage = this.#onMessage;
    port.onmessageerror = () => this.#break("the page cannot read its answer");
    this.#observer.free(this);
  };

  readonly #onMessage = ({ data }: MessageEvent<FromWorker>): void => {
    if ("closed" in data) return this.#break("it has closed itself");
    const { name, settle } = this.job!;
    clearTimeout(this.#timer);
    this.job = null;
    if ("unreadable" in data) settle.error(unsendable(`an argument of ${name}`, new Error("workers lack its class")));
    else settleBy(data, settle);
    this.#observer.free(this);
  };

  // An error between two jobs harms none: the browser reports it, and the worker goes on.
  readonly #onError = (event: ErrorEvent): void => {
    if (this.isIdle) return;
    event.preventDefault();
    const { message, filename, lineno } = event;
    // The event of a script that cannot be loaded has no message.
    this.#break(message ? `${message} (${filename}:${lineno})` : "the browser cannot load its script");
  };

  #break(reason: string): void {
    const text = this.#port === null ? "WorkerExecutor: the worker cannot start" : `${this.job?.name ?? "no job"}: its worker has ended`;
    this.end(new BrokenExecutor(`${text}: ${reason}`));
  }
}
