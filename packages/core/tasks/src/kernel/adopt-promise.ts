import { driverOf, runInline, type Runnable } from "@asyncio-ts/loop/lowlevel";
import { isCancelledError } from "./errors.ts";
import type { EventLoop } from "./event-loop.ts";
import type { Future } from "./future.ts";
import { CANCELLED, FINISHED, UNRETRIEVED } from "./future-state.ts";

/**
 * Returns a future that settles as a promise does.
 *
 * @param future the future to settle, unless it is done by then; a new one by default
 * @throws Error on a loop that owns its thread, where no promise can settle
 */
export function adoptPromise<T>(loop: EventLoop, promise: PromiseLike<T>, future: Future<T> = loop.createFuture<T>()): Future<T> {
  driverOf(loop).promiseAwaited?.(future);
  // Other thenables may call back at once, twice or with a thenable, or start anew at each `then`.
  const settling = promise instanceof Promise ? (promise as Promise<T>) : Promise.resolve(promise);
  // Bound functions, because V8 looks up the code of a closure at its first call, see decision 0010.
  settling.then(onFulfilled.bind(future), onRejected.bind(future));
  return future;
}

/**
 * Checks that a promise can settle while this loop waits for it. Called before work is started that gives a promise.
 *
 * @throws Error on a loop that owns its thread
 */
export function checkCanAwaitPromises(loop: EventLoop): void {
  const driver = driverOf(loop);
  if (driver.ownsThread) driver.promiseAwaited?.({ done: () => true });
}

function onFulfilled(this: Future<unknown>, value: unknown): void {
  if (isWanted(this)) runInline(this._loop, fulfil, this, value);
}

function onRejected(this: Future<unknown>, reason: unknown): void {
  if (isWanted(this)) runInline(this._loop, reject, this, reason);
}

function isWanted(future: Future<unknown>): boolean {
  return !future.done() && !future._loop.isClosed();
}

function fulfil(future: Future<unknown>, value: unknown): Runnable | null {
  return future._settleForTask(FINISHED, value);
}

function reject(future: Future<unknown>, reason: unknown): Runnable | null {
  return isCancelledError(reason) ? future._settleForTask(CANCELLED, reason.message) : future._settleForTask(UNRETRIEVED, reason);
}
