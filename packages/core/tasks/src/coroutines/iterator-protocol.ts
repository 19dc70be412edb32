import { repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";

/** Returns an iterator that `subject` has made. @throws TypeError if it has no `next` */
export function checkIterator<I>(caller: string, subject: unknown, iterator: I): I {
  if (typeof (iterator as { next?: unknown } | null | undefined)?.next === "function") return iterator;
  throw wrongArgument(caller, `an iterator of ${repr(subject)}`, iterator);
}

/** Returns the result of an iterator's method. @throws TypeError if it is no object */
export function checkResult<R>(caller: string, iterator: unknown, result: R): R {
  if (Object(result) === result) return result;
  throw wrongArgument(caller, `an iterator result of ${repr(iterator)}`, result);
}

/** Returns the items of an iterable. @throws TypeError if it breaks the protocol of iterators */
export function listOf<T>(caller: string, iterable: Iterable<T>): T[] {
  const items: T[] = [];
  const iterator = checkIterator(caller, iterable, iterable[Symbol.iterator]());
  for (;;) {
    const result = checkResult(caller, iterable, iterator.next());
    if (result.done === true) return items;
    items.push(result.value);
  }
}
