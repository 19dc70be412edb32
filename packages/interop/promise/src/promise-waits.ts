/** A wait for a promise. */
export interface PromiseWait<T> {
  /** Called when the promise is fulfilled. */
  onFulfilled(value: T): void;
  /** Called when the promise is rejected. */
  onRejected(reason: unknown): void;
}

/** The waits for each pending promise. */
const waitsOf = new WeakMap<Promise<any>, Set<PromiseWait<any>>>();

/**
 * Notifies a wait when a promise settles, unless the wait leaves before.
 *
 * All waits for a promise share one reaction. A promise never drops a reaction, so a promise that is awaited again and again,
 * as one that all requests race against, would collect one for each cancelled wait.
 *
 * @returns a function that leaves
 */
export function waitForPromise<T>(promise: PromiseLike<T>, wait: PromiseWait<T>): () => void {
  const settling = nativePromise(promise);
  const waits = waitsOf.get(settling);
  if (waits === undefined) observe(settling, wait);
  else waits.add(wait);
  return () => void waitsOf.get(settling)?.delete(wait);
}

/** Converts a thenable to a promise of the host: its `then` may be called repeatedly, and calls back once. */
function nativePromise<T>(promise: PromiseLike<T>): Promise<T> {
  try {
    return promise instanceof Promise ? (promise as Promise<T>) : (Promise.resolve(promise) as Promise<T>);
  } catch (error) {
    return Promise.reject(error);
  }
}

function observe<T>(promise: Promise<T>, first: PromiseWait<T>): void {
  const waits = new Set([first]);
  waitsOf.set(promise, waits);
  const onRejected = (reason: unknown) => {
    waitsOf.delete(promise);
    for (const wait of waits) wait.onRejected(reason);
  };
  try {
    promise.then((value) => {
      waitsOf.delete(promise);
      for (const wait of waits) wait.onFulfilled(value);
    }, onRejected);
  } catch (error) {
    onRejected(error);
  }
}
