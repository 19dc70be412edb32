import { isAsyncFunction, type Outcome, repr } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, getEventLoop, isCoroutine, type Task } from "@asyncio-ts/tasks";
import { Observable, type Subscriber } from "rxjs";

/** The behaviour of a task Observable. */
interface TaskObservableHooks<T, R> {
  /** Creates the coroutine of a new subscription. */
  start(subscriber: Subscriber<T>): Coroutine<R>;
  /** Receives the coroutine's result, before the subscriber completes. */
  onResult(subscriber: Subscriber<T>, result: R): void;
}

/** Returns an Observable that runs a task per subscription. Unsubscribing cancels the task, and its end ends the subscription. */
export function taskObservable<T, R>({ start, onResult }: TaskObservableHooks<T, R>): Observable<T> {
  return new Observable<T>((subscriber) => {
    const task = getEventLoop().createTask(() => start(subscriber));
    task.addDoneCallback(() => {
      const outcome = outcomeOf(task);
      if ("error" in outcome) return fail(subscriber, task, outcome.error);
      onResult(subscriber, outcome.value);
      subscriber.complete();
    });
    return () => {
      if (!task.getLoop().isClosed()) task.cancel();
    };
  });
}

function outcomeOf<T>(task: Task<T>): Outcome<T> {
  try {
    return { value: task.result() };
  } catch (error) {
    return { error };
  }
}

/** Passes an error to the subscriber, or to the loop's exception handler when the subscription has ended. */
function fail(subscriber: Subscriber<unknown>, task: Task<unknown>, exception: unknown): void {
  if (!subscriber.closed) subscriber.error(exception);
  else if (!task.cancelled()) {
    const message = "Exception in the coroutine of an Observable after its subscription ended";
    task.getLoop().callExceptionHandler({ message, exception, task });
  }
}

/**
 * Checks a coroutine function.
 *
 * @throws TypeError when `fn` is not a function, or is an async one. A coroutine object is refused as well: it runs only once,
 *   but each subscription needs a new run
 */
export function checkFunction(caller: string, fn: unknown): void {
  if (typeof fn === "function" && !isAsyncFunction(fn)) return;
  throw new TypeError(`${caller}: a function* was expected, got ${isCoroutine(fn) ? "a coroutine" : repr(fn)}`);
}
