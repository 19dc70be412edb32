import { repr } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "@asyncio-ts/tasks";
import { concatMap, exhaustMap, mergeMap, type Observable, type OperatorFunction, switchMap } from "rxjs";
import { checkFunction } from "./task-observable.ts";
import { toObservable } from "./to-observable.ts";

/** Creates the coroutine for an item; `index` counts the items from 0. */
export type MapTask<T, R> = (value: T, index: number) => Coroutine<R>;

/** Creates the projection that the RxJS operator calls for each item. */
function projection<T, R>(caller: string, fn: MapTask<T, R>): (value: T, index: number) => Observable<R> {
  checkFunction(caller, fn);
  return (value, index) => toObservable(() => fn(value, index));
}

/**
 * Runs a task for each item, and cancels the previous task: RxJS's `switchMap` with a coroutine. Suited to type-ahead searches.
 *
 * The next task starts at once, even while the cancelled one is still cleaning up.
 *
 * @param fn a coroutine function that receives the item and its index
 * @throws TypeError when `fn` is not a function
 *
 * @example
 * ```ts
 * import { switchMapTask } from "@asyncio-ts/rxjs";
 * import { sleep } from "@asyncio-ts/tasks";
 * import { of } from "rxjs";
 *
 * function* search(term: string) {
 *   yield* sleep(10);
 *   return `results for ${term}`;
 * }
 *
 * of("a", "as", "async").pipe(switchMapTask(search)).subscribe((results) => console.log(results));
 * // prints results for async
 * ```
 */
export function switchMapTask<T, R>(fn: MapTask<T, R>): OperatorFunction<T, R> {
  return switchMap(projection("switchMapTask", fn));
}

/**
 * Runs a task for each item, up to `concurrency` at a time, and emits each result when its task ends: RxJS's `mergeMap` with a
 * coroutine.
 *
 * @param fn a coroutine function that receives the item and its index
 * @param concurrency the maximum number of tasks at a time; Infinity by default. Further items wait in an unbounded buffer
 * @throws TypeError when `fn` is not a function
 * @throws RangeError when `concurrency` is neither a whole number above 0 nor Infinity
 */
export function mergeMapTask<T, R>(fn: MapTask<T, R>, concurrency: number = Infinity): OperatorFunction<T, R> {
  const project = projection("mergeMapTask", fn);
  // RxJS accepts any number here, and would never start a task for most of them.
  if (!(concurrency === Infinity || Number.isInteger(concurrency)) || concurrency < 1) {
    throw new RangeError(`mergeMapTask: concurrency must be a whole number above 0, or Infinity, got ${repr(concurrency)}`);
  }
  return mergeMap(project, concurrency);
}

/**
 * Runs a task for each item, one at a time: RxJS's `concatMap` with a coroutine. Further items wait in an unbounded buffer.
 *
 * @param fn a coroutine function that receives the item and its index
 * @throws TypeError when `fn` is not a function
 */
export function concatMapTask<T, R>(fn: MapTask<T, R>): OperatorFunction<T, R> {
  return concatMap(projection("concatMapTask", fn));
}

/**
 * Runs a task for an item, and drops all items that arrive before the task ends: RxJS's `exhaustMap` with a coroutine.
 *
 * @param fn a coroutine function that receives the item and its index
 * @throws TypeError when `fn` is not a function
 */
export function exhaustMapTask<T, R>(fn: MapTask<T, R>): OperatorFunction<T, R> {
  return exhaustMap(projection("exhaustMapTask", fn));
}
