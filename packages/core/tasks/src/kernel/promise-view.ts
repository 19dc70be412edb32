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
  readonly _promiseViews: PromiseViews;
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
    else if (future.isTask !== true) loop._promiseViews.add(this);
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

/** The number of views from which on the settled and the collected ones are removed. */
const FEW = 64;

/**
 * The promises of the unfinished futures of one loop, tasks aside.
 *
 * They are held weakly: a future that the program has dropped is collected, as a promise is.
 */
export class PromiseViews {
  #views: WeakRef<PromiseView>[] = [];
  #limit = FEW;

  add(view: PromiseView): void {
    if (this.#views.length >= this.#limit) {
      this.#views = this.#views.filter((each) => each.deref()?.future.done() === false);
      this.#limit = Math.max(FEW, 2 * this.#views.length);
    }
    this.#views.push(new WeakRef(view));
  }

  /** Removes all views, and returns the views of unfinished futures. */
  takeUnfinished(): PromiseView[] {
    const views = this.#views.map((each) => each.deref());
    this.#views = [];
    return views.filter((view) => view !== undefined && !view.future.done()) as PromiseView[];
  }
}
