import type { Coroutine } from "@asyncio-ts/tasks";
import type { Observable } from "rxjs";
import { checkFunction, produced } from "./task-observable.ts";

/**
 * An Observable of the one value that a coroutine returns.
 *
 * It is cold: each subscription runs `fn` anew as a task on the loop that `getEventLoop` gives, so it works outside any running
 * loop too. Unsubscribing cancels the task, whose clean-up runs; an error that it then ends with is reported to the loop's
 * exception handler. A task that is cancelled otherwise, as at the end of `run`, gives the subscriber its CancelledError.
 *
 * @param fn a `function*` without parameters
 * @throws TypeError when `fn` is no function
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
  return produced<T, T>({
    start: fn,
    finish: (subscriber, value) => subscriber.next(value),
  });
}
