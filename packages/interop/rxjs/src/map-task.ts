import type { Coroutine } from "@asyncio-ts/tasks";
import { concatMap, exhaustMap, mergeMap, type Observable, type OperatorFunction, switchMap } from "rxjs";
import { checkFunction } from "./task-observable.ts";
import { toObservable } from "./to-observable.ts";

/** Makes the coroutine for an item; `index` counts the items from 0. */
export type MapTask<T, R> = (value: T, index: number) => Coroutine<R>;

/** What the four operators give to their namesakes of RxJS. */
function projection<T, R>(who: string, fn: MapTask<T, R>): (value: T, index: number) => Observable<R> {
  checkFunction(who, fn);
  return (value, index) => toObservable(() => fn(value, index));
}

/**
 * Runs a task for each item, and cancels the one before: RxJS's `switchMap` with a coroutine. For type-ahead searches.
 *
 * The next task begins at once, beside the clean-up of the cancelled one.
 *
 * @param fn gets the item and its index
 * @throws TypeError when `fn` is no function
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
 * Runs a task for each item, up to `concurrency` beside each other, and gives their results as they come: RxJS's `mergeMap`
 * with a coroutine.
 *
 * @param fn gets the item and its index
 * @param concurrency how many tasks at a time; items beyond wait in a buffer without limit. Infinity by default
 * @throws TypeError when `fn` is no function
 */
export function mergeMapTask<T, R>(fn: MapTask<T, R>, concurrency: number = Infinity): OperatorFunction<T, R> {
  return mergeMap(projection("mergeMapTask", fn), concurrency);
}

/**
 * Runs a task for each item, one after the other, in a buffer without limit: RxJS's `concatMap` with a coroutine.
 *
 * @param fn gets the item and its index
 * @throws TypeError when `fn` is no function
 */
export function concatMapTask<T, R>(fn: MapTask<T, R>): OperatorFunction<T, R> {
  return concatMap(projection("concatMapTask", fn));
}

/**
 * Runs a task for an item, and drops the items that come meanwhile: RxJS's `exhaustMap` with a coroutine.
 *
 * @param fn gets the item and its index
 * @throws TypeError when `fn` is no function
 */
export function exhaustMapTask<T, R>(fn: MapTask<T, R>): OperatorFunction<T, R> {
  return exhaustMap(projection("exhaustMapTask", fn));
}
