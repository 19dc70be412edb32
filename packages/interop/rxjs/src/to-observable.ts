import type { Coroutine } from "@asyncio-ts/tasks";
import type { Observable } from "rxjs";
import { checkFunction, taskObservable } from "./task-observable.ts";

/**
 * Returns an Observable of a coroutine's return value.
 *
 * The Observable is cold: each subscription calls `fn` and runs the coroutine as a task on `getEventLoop()`. It may be
 * subscribed to inside or outside a running loop. Unsubscribing cancels the task. An error during the clean-up after that is
 * reported to the loop's exception handler. If the task is cancelled otherwise, as at the end of `run`, the subscriber receives
 * the CancelledError.
 *
 * @param fn a `function*` without parameters
 * @throws TypeError when `fn` is not a function
 *
 * @example
 * ```ts
 * import { toObservable } from "@asyncio-ts/rxjs";
 * import { sleep } from "@asyncio-ts/tasks";
 *
 * const answer = toObservable(function* () {
 *   yield* sleep(10);
 *   return 42;
 * });
 * answer.subscribe((value) => console.log(value)); // prints 42
 * ```
 */
export function toObservable<T>(fn: () => Coroutine<T>): Observable<T> {
  checkFunction("toObservable", fn);
  return taskObservable<T, T>({
    start: fn,
    onResult: (subscriber, value) => subscriber.next(value),
  });
}
