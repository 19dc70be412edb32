import { SweptList } from "./swept-list.ts";

/** A future, as far as its promise needs it. */
export interface ViewedFuture {
  /** Whether the future is a task. The loop keeps its unfinished tasks, so their promises are found through them. */
  readonly isTask?: boolean;
  /** Returns whether the future is done. */
  done(): boolean;
  /** @internal Passes the outcome of the done future on. */
  _settleInto(resolve: (value: any) => void, reject: (error: unknown) => void): void;
}

/** A loop, as far as its promises need it. */
export interface ViewingLoop {
  /** Returns whether the loop was closed. */
  isClosed(): boolean;
  /** @internal The promises of unfinished futures. */
  readonly _promiseViews: SweptList<WeakRef<PromiseView>>;
}

/** The promise beside a future, made by the first `then`. It settles with the future, or is rejected when the loop closes. */
export class PromiseView {
  readonly promise: Promise<unknown>;
  readonly future: ViewedFuture;
  #resolve!: (value: unknown) => void;
  #reject!: (reason: unknown) => void;

  constructor(future: ViewedFuture, loop: ViewingLoop) {
    this.future = future;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    if (future.done()) this.settle();
    else if (loop.isClosed()) this.rejectClosed();
    else if (future.isTask !== true) loop._promiseViews.add(new WeakRef(this));
  }

  /** Settles the promise, because the future is done. */
  settle(): void {
    this.future._settleInto(this.#resolve, this.#reject);
  }

  /** Rejects the promise, because the loop has closed. */
  rejectClosed(): void {
    this.#reject(new Error(`Event loop was closed before ${this.future} was done`));
  }
}

/**
 * Returns a list of the promises of unfinished futures.
 *
 * They are held weakly: a future that the program has dropped is collected, as a promise is.
 */
export function promiseViews(): SweptList<WeakRef<PromiseView>> {
  return new SweptList((view) => view.deref()?.future.done() === false);
}
