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

/** The options of `toPromise`. */
export interface ToPromiseOptions {
  /** Cancels the task when it aborts. */
  signal?: AbortSignal | null | undefined;
  /** The loop that runs the coroutine; `getEventLoop()` by default. */
  loop?: EventLoop | undefined;
}

/**
 * Starts a coroutine as a task and returns a promise of its result. For a task or a future, returns a promise of its result.
 * It may be called anywhere, inside or outside a task.
 *
 * When the signal aborts, the task is cancelled. Once its clean-up has finished, the promise rejects with `signal.reason`. If
 * the task survives the cancellation, the promise resolves. If the clean-up fails, the promise rejects with that error. If the
 * signal is already aborted, nothing starts, and a coroutine object is closed.
 *
 * @param startable a coroutine, a function that returns one, a task or a future
 * @param options.signal cancels the task when it aborts
 * @param options.loop the loop that runs the coroutine; `getEventLoop()` by default
 * @returns a promise; it rejects with a TypeError when `startable` is none of these
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
    return signal === undefined || signal === null ? promiseOf(future) : abortablePromiseOf(future, signal);
  } catch (error) {
    return Promise.reject(error);
  }
}

function promiseOf<T>(future: Future<T>): Promise<Awaited<T>> {
  return future.then() as Promise<Awaited<T>>;
}

function abortablePromiseOf<T>(future: Future<T>, signal: AbortSignal): Promise<Awaited<T>> {
  const cancel = () => void future.cancel();
  if (signal.aborted) cancel();
  else signal.addEventListener("abort", cancel);
  const stopListening = () => signal.removeEventListener("abort", cancel);
  return promiseOf(future).then(
    (value) => {
      stopListening();
      return value;
    },
    (error: unknown) => {
      stopListening();
      throw signal.aborted && error instanceof CancelledError ? signal.reason : error;
    },
  );
}
