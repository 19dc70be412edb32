import type { Future } from "./future.ts";

/** The promise beside a future, made when somebody asks for `then`. It settles with the future, or when the loop closes. */
export class PromiseView {
  readonly promise: Promise<unknown>;
  readonly #future: Future<any>;
  #resolve!: (value: unknown) => void;
  #reject!: (reason: unknown) => void;

  constructor(future: Future<any>) {
    this.#future = future;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const loop = future._loop;
    if (future.done()) this.settle();
    else if (loop.isClosed()) this.rejectClosed();
    else loop._promiseViews.add(this);
  }

  /** The future is done. */
  settle(): void {
    this.#future._loop._promiseViews.delete(this);
    this.#future._settleInto(this.#resolve, this.#reject);
  }

  /** The loop has closed, so the future never will be. */
  rejectClosed(): void {
    this.#reject(new Error(`Event loop is closed, and ${this.#future} was never done`));
  }
}
