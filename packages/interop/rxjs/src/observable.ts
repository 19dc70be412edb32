import { CancelledError, type Coroutine, sleep } from "@asyncio-ts/tasks";
import type { Observable, Subscriber } from "rxjs";
import { checkFunction, produced } from "./task-observable.ts";

/**
 * Hands a value to the subscriber, then lets one pass of the loop go by.
 *
 * @throws CancelledError where the subscriber has gone
 */
export type Emit<T> = (value: T) => Coroutine<void>;

/**
 * An Observable of what a coroutine emits with `yield* emit(value)`. It ends when the coroutine does; what that returns is
 * ignored.
 *
 * It is cold: each subscription runs `fn` anew as a task on the loop that `getEventLoop` gives, so it works outside any running
 * loop too. Unsubscribing cancels the task, whose clean-up runs; nothing is emitted any more, and an error that it then ends
 * with is reported to the loop's exception handler. A task that is cancelled otherwise, as at the end of `run`, gives the
 * subscriber its CancelledError.
 *
 * @param fn a `function*` that gets `emit`
 * @throws TypeError when `fn` is no function
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
  return produced<T, unknown>({
    start: (subscriber) => fn((value) => emitTo(subscriber, value)),
    finish() {},
  });
}

function* emitTo<T>(subscriber: Subscriber<T>, value: T): Coroutine<void> {
  subscriber.next(value);
  // Before looking: a producer that will not be cancelled starves nobody either.
  yield* sleep(0);
  if (subscriber.closed) throw new CancelledError();
}
