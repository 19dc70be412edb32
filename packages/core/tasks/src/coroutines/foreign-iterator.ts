import type { Awaitable } from "./awaitable.ts";
import { nameFrame } from "./frame-names.ts";
import { checkIterator, checkResult } from "./iterator-protocol.ts";

/**
 * Returns the operand for a `yield*` of ours that awaits an object with an iterator of the program's own. An iterator that breaks
 * the protocol is named, and one without `throw` is closed, as in Python.
 *
 * @param caller the function that errors name
 */
export function foreign<T>(caller: string, awaitable: Awaitable<T>): Awaitable<T> {
  return {
    [Symbol.iterator]() {
      const iterator = checkIterator(caller, awaitable, awaitable[Symbol.iterator]());
      const check = (result: IteratorResult<any, T>) => checkResult(caller, awaitable, result);
      return {
        next: nameFrame((value: unknown) => check(iterator.next(value))),
        throw(error: unknown) {
          if (iterator.throw) return check(iterator.throw(error));
          iterator.return?.();
          throw error;
        },
        return: (value: T) => (iterator.return ? check(iterator.return(value)) : { done: true, value }),
      };
    },
  };
}
