/** A wait for a promise. */
export interface PromiseWait<T> {
  /** Called when the promise is fulfilled. */
  onFulfilled(value: T): void;
  /** Called when the promise is rejected. */
  onRejected(reason: unknown): void;
}

/** A wait that can be left. */
export class PromiseReaction<T> {
  wait: PromiseWait<T> | null = null;
  readonly #promise: Promise<T>;

  constructor(promise: Promise<T>) {
    this.#promise = promise;
    // Bound functions, because V8 looks up the code of a closure at its first call, see decision 0010.
    const rejected = onRejected.bind(this);
    try {
      promise.then(onFulfilled.bind(this as PromiseReaction<unknown>), rejected);
    } catch (error) {
      // Asynchronous as the others, because the wait is not set yet.
      void Promise.reject(error).catch(rejected);
    }
  }

  /** Ends the wait. The next wait for the promise takes this reaction over. */
  leave(): void {
    this.wait = null;
    const idle = idleReactions.get(this.#promise);
    if (idle === undefined) idleReactions.set(this.#promise, [this]);
    else idle.push(this);
  }

  /** Returns the wait, or null if it was left. */
  end(): PromiseWait<T> | null {
    if (this.wait === null) idleReactions.delete(this.#promise);
    return this.wait;
  }
}

/**
 * The reactions that were left, by their promise. A promise never drops a reaction, so one that all requests race against
 * would collect a reaction for each cancelled wait.
 */
const idleReactions = new WeakMap<Promise<any>, PromiseReaction<any>[]>();

function onFulfilled(this: PromiseReaction<unknown>, value: unknown): void {
  this.end()?.onFulfilled(value);
}

function onRejected(this: PromiseReaction<any>, reason: unknown): void {
  this.end()?.onRejected(reason);
}

/** Notifies a wait when a promise settles, unless the wait is left before. */
export function waitForPromise<T>(promise: PromiseLike<T>, wait: PromiseWait<T>): PromiseReaction<T> {
  const settling = nativePromise(promise);
  const reaction: PromiseReaction<T> = idleReactions.get(settling)?.pop() ?? new PromiseReaction(settling);
  reaction.wait = wait;
  return reaction;
}

/** Converts a thenable to a promise of the host: its `then` may be called repeatedly, and calls back once. */
function nativePromise<T>(promise: PromiseLike<T>): Promise<T> {
  try {
    return promise instanceof Promise ? (promise as Promise<T>) : (Promise.resolve(promise) as Promise<T>);
  } catch (error) {
    return Promise.reject(error);
  }
}
