import { checkOptions, repr } from "@asyncio-ts/loop/lowlevel";
import {
  type Awaits,
  CancelledError,
  type Coroutine,
  type EventLoop,
  type Future,
  isCoroutine,
  isFuture,
  type Startable,
} from "@asyncio-ts/tasks";
import { checkLoop, futureOf } from "@asyncio-ts/tasks/lowlevel";
import { startedTask } from "./started-task.ts";

/** The options of `toPromise`. */
export interface ToPromiseOptions {
  /** Cancels the task when it aborts. */
  signal?: AbortSignal | null | undefined;
  /** The loop that runs the coroutine; `getEventLoop()` by default. */
  loop?: EventLoop | undefined;
  /** Whether the coroutine runs up to its first wait before `toPromise` returns, as an async function does; false by default. */
  eagerStart?: boolean | undefined;
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
 * @param options.eagerStart whether the coroutine runs up to its first wait before the return, as an async function; false by default
 * @returns a promise; it rejects with a TypeError when `startable` is none of these, or an option is invalid: nothing starts then
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
  try {
    checkOptions("toPromise", options);
    const { eagerStart = false, loop, signal } = options;
    if (typeof eagerStart !== "boolean") throw new TypeError(`toPromise: a boolean was expected as eagerStart, got ${repr(eagerStart)}`);
    if (loop !== undefined) checkLoop("toPromise", loop);
    const start = () =>
      eagerStart && !isFuture(startable)
        ? startedTask(startable as Startable<T>, loop)
        : futureOf("toPromise", startable as Startable<T>, loop);
    if (signal === undefined || signal === null) return promiseOf(start());
    checkSignal(signal);
    if (!signal.aborted || isFuture(startable)) return abortablePromiseOf(start, signal);
    if (isCoroutine(startable)) (startable as Coroutine<unknown>).return(undefined);
    return Promise.reject(signal.reason);
  } catch (error) {
    return Promise.reject(error);
  }
}

/** @throws TypeError when `signal` is not an AbortSignal */
function checkSignal(signal: AbortSignal): void {
  const { aborted, addEventListener, removeEventListener } = signal;
  if (typeof aborted === "boolean" && [addEventListener, removeEventListener].every((method) => typeof method === "function")) return;
  const hint = signal instanceof AbortController ? "; pass its `signal`" : "";
  throw new TypeError(`toPromise: an AbortSignal was expected as signal, got ${repr(signal)}${hint}`);
}

function promiseOf<T>(future: Future<T>): Promise<Awaited<T>> {
  return future.then() as Promise<Awaited<T>>;
}

function abortablePromiseOf<T>(start: () => Future<T>, signal: AbortSignal): Promise<Awaited<T>> {
  let future: Future<T> | null = null;
  const cancel = () => void future?.cancel();
  const stopListening = () => signal.removeEventListener("abort", cancel);
  // Must come before the start: if it fails, no task may run that nothing can cancel.
  signal.addEventListener("abort", cancel);
  try {
    future = start();
  } catch (error) {
    stopListening();
    throw error;
  }
  // A first step that ran at once may have aborted the signal.
  if (signal.aborted) cancel();
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
