import { repr } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, getEventLoop, type Task } from "@asyncio-ts/tasks";
import { Observable, type Subscriber } from "rxjs";

/** What one subscriber's coroutine is to be, and what to do with its result. */
interface Production<T, R> {
  start(subscriber: Subscriber<T>): Coroutine<R>;
  finish(subscriber: Subscriber<T>, result: R): void;
}

/** An Observable whose subscriptions are tasks: unsubscribing cancels, and the end of the task is the end. */
export function produced<T, R>(production: Production<T, R>): Observable<T> {
  return new Observable<T>((subscriber) => {
    const task = getEventLoop().createTask(() => production.start(subscriber));
    task.addDoneCallback(() => {
      const outcome = outcomeOf(task, subscriber);
      if (outcome === null) return;
      production.finish(subscriber, outcome.result);
      subscriber.complete();
    });
    return () => {
      if (!task.getLoop().isClosed()) task.cancel();
    };
  });
}

/** The result; an error goes to the subscriber, or to the loop's exception handler once that one has gone. */
function outcomeOf<R>(task: Task<R>, subscriber: Subscriber<unknown>): { result: R } | null {
  try {
    return { result: task.result() };
  } catch (exception) {
    if (!subscriber.closed) subscriber.error(exception);
    else if (!task.cancelled()) {
      const message = "Exception in the coroutine of an Observable whose subscriber has gone";
      task.getLoop().callExceptionHandler({ message, exception, task });
    }
    return null;
  }
}

/** @throws TypeError when `fn` is no function: a coroutine could run only once, and a subscription is to run it anew */
export function checkFunction(who: string, fn: unknown): void {
  if (typeof fn !== "function") throw new TypeError(`${who}: a function* was expected, got ${repr(fn)}`);
}
