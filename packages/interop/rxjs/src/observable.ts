import { CancelledError, type Coroutine, sleep } from "@asyncio-ts/tasks";
import type { Observable, Subscriber } from "rxjs";
import { checkFunction, taskObservable } from "./task-observable.ts";

/**
 * Delivers a value to the subscriber, and resumes one pass of the loop later.
 *
 * @throws CancelledError when the subscription has ended
 */
export type Emit<T> = (value: T) => Coroutine<void>;

/**
 * Returns an Observable of the values that a coroutine emits with `yield* emit(value)`. It completes when the coroutine
 * returns. The return value is ignored.
 *
 * The Observable is cold: each subscription calls `fn` and runs the coroutine as a task on `getEventLoop()`. It may be
 * subscribed to inside or outside a running loop. Unsubscribing cancels the task and stops all emissions. An error during the
 * clean-up after that is reported to the loop's exception handler. If the task is cancelled otherwise, as at the end of `run`,
 * the subscriber receives the CancelledError.
 *
 * @param fn a `function*` that receives `emit`
 * @throws TypeError when `fn` is not a function
 *
 * @example
 * ```ts
 * import { observable } from "@asyncio-ts/rxjs";
 * import { take } from "rxjs";
 *
 * const numbers = observable<number>(function* (emit) {
 *   try {
 *     for (let n = 1; ; n++) yield* emit(n);
 *   } finally {
 *     console.log("no more");
 *   }
 * });
 * numbers.pipe(take(2)).subscribe((n) => console.log(n));
 * // prints 1
 * // prints 2
 * // prints no more
 * ```
 */
export function observable<T>(fn: (emit: Emit<T>) => Coroutine<unknown>): Observable<T> {
  checkFunction("observable", fn);
  return taskObservable<T, unknown>({
    start: (subscriber) => fn((value) => emitTo(subscriber, value)),
    onResult() {},
  });
}

function* emitTo<T>(subscriber: Subscriber<T>, value: T): Coroutine<void> {
  subscriber.next(value);
  // Must come before the check: a producer that swallows its cancellation must not starve other tasks.
  yield* sleep(0);
  if (subscriber.closed) throw new CancelledError();
}
