import {
  type Awaits,
  CancelledError,
  type Coroutine,
  ensureFuture,
  type EventLoop,
  type Future,
  isCoroutine,
  isFuture,
  type Startable,
} from "@asyncio-ts/tasks";

/** How to run a coroutine for whoever holds promises. */
export interface ToPromiseOptions {
  /** Cancels the task when it aborts. */
  signal?: AbortSignal | null | undefined;
  /** The loop to run it on; `getEventLoop()` by default. */
  loop?: EventLoop | undefined;
}

/**
 * Starts a coroutine as a task, from wherever it is called, and gives a promise of its result; of a future it gives the promise.
 *
 * When the signal aborts, the task is cancelled, and once its clean-up has finished the promise rejects with `signal.reason`. A
 * task that survives its cancellation resolves all the same, and one that fails while it cleans up rejects with that error.
 * Where the signal has aborted already nothing is started, and a coroutine object that was given is closed.
 *
 * @param startable a coroutine, a function that makes one, a task or a future
 * @param options.signal cancels it
 * @param options.loop the loop to run it on; `getEventLoop()` by default
 *
 * @example
 * ```ts
 * import { toPromise } from "@asyncio-ts/promise";
 * import { sleep } from "@asyncio-ts/tasks";
 *
 * function* greet(name: string) {
 *   yield* sleep(5);
 *   return `hello, ${name}`;
 * }
 *
 * console.log(await toPromise(greet("Ada"))); // prints hello, Ada
 *
 * const signal = AbortSignal.timeout(10);
 * const reason = await toPromise(sleep(60_000), { signal }).catch((error) => error);
 * console.log(reason === signal.reason); // prints true
 * ```
 */
export function toPromise<T>(startable: (Startable<T> & Awaits<T>) | Future<T>, options: ToPromiseOptions = {}): Promise<Awaited<T>> {
  const { loop, signal } = options;
  if (signal?.aborted === true && !isFuture(startable)) {
    if (isCoroutine(startable)) (startable as Coroutine<unknown>).return(undefined);
    return Promise.reject(signal.reason);
  }
  try {
    const future = ensureFuture(startable as Startable<T>, loop === undefined ? {} : { loop });
    return signal === undefined || signal === null ? awaited(future) : abortable(future, signal);
  } catch (error) {
    return Promise.reject(error);
  }
}

function awaited<T>(future: Future<T>): Promise<Awaited<T>> {
  return future.then() as Promise<Awaited<T>>;
}

function abortable<T>(future: Future<T>, signal: AbortSignal): Promise<Awaited<T>> {
  const abort = () => void future.cancel();
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort);
  const letGo = () => signal.removeEventListener("abort", abort);
  return awaited(future).then(
    (value) => {
      letGo();
      return value;
    },
    (error: unknown) => {
      letGo();
      throw signal.aborted && error instanceof CancelledError ? signal.reason : error;
    },
  );
}
