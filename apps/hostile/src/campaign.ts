import { Worker } from "node:worker_threads";
import type { Finding } from "./findings.ts";
import { type Order, completeOrder, randomOrder } from "./order.ts";
import type { Trial } from "./trial.ts";
import type { Job, Message } from "./worker.ts";

/** A trial, and what it has shown. */
export interface Result extends Finding {
  index: number;
  trial: Trial;
}

/** How long a trial may keep its thread, and how long a thread may load the packages, in milliseconds. */
const STUCK_AFTER = 15_000;
const SLOWEST_START = 60_000;

/** Runs trials in a worker, and starts another one when a trial hangs or ends its thread. */
export class Campaign {
  readonly results: Result[] = [];
  readonly #seed: number | null;
  readonly #order: Order;
  #next: number;
  readonly #to: number;
  readonly #match: string;
  readonly #deadline: number;
  /** The number of trials. */
  count = 0;

  /** @param seed null for every trial once */
  constructor(seed: number | null, options: { from?: number; to?: number; seconds?: number; match?: string }) {
    const { from = 0, to = Infinity, seconds = Infinity, match = "" } = options;
    this.#match = match;
    this.#seed = seed;
    this.#order = seed === null ? completeOrder(match) : randomOrder(seed, match);
    this.#next = from;
    this.#to = to;
    this.#deadline = Date.now() + seconds * 1000;
  }

  async run(): Promise<void> {
    const first = this.#next;
    while (this.#next < Math.min(this.#to, this.#order.size) && Date.now() < this.#deadline) await this.#runWorker();
    this.count = this.#next - first;
  }

  /** Runs a worker, until its end or until a trial stops it. */
  async #runWorker(): Promise<void> {
    const current = new Int32Array(new SharedArrayBuffer(4));
    Atomics.store(current, 0, this.#next);
    const workerData: Job = { seed: this.#seed, match: this.#match, from: this.#next, to: this.#to, deadline: this.#deadline, current };
    const worker = new Worker(new URL("worker.ts", import.meta.url), { workerData, stdout: true, stderr: true });
    let last = this.#next;
    let since = Date.now();
    let started = false;
    const watch = setInterval(() => {
      const index = Atomics.load(current, 0);
      if (index !== last) {
        last = index;
        since = Date.now();
      } else if (Date.now() - since > (started ? STUCK_AFTER : SLOWEST_START)) {
        this.#add(index, { kind: "never ended", detail: `the thread stood still for ${STUCK_AFTER} ms` });
        this.#next = index + 1;
        void worker.terminate();
      }
    }, 500);
    let done = false;
    let failure: unknown = null;
    worker.on("message", (message: Message) => {
      if (!started) since = Date.now();
      started = true;
      if ("ready" in message) return;
      if ("done" in message) {
        done = true;
        this.#next = message.done;
      } else this.#add(message.index, message.finding);
    });
    worker.on("error", (error) => {
      if (done) return;
      if (!started) failure = error;
      const index = Atomics.load(current, 0);
      this.#add(index, { kind: "uncaught", detail: String(error).split("\n")[0]! });
      this.#next = index + 1;
    });
    await new Promise((resolve) => {
      worker.on("exit", resolve);
    });
    clearInterval(watch);
    if (failure !== null) throw failure;
    if (!done && this.#next <= last) {
      this.#add(last, { kind: "uncaught", detail: "the thread ended" });
      this.#next = last + 1;
    }
  }

  #add(index: number, finding: Finding): void {
    this.results.push({ index, trial: this.#order.at(index), ...finding });
  }
}
