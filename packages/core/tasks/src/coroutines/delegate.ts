import type { Awaitable, Coroutine } from "./awaitable.ts";
import { isPlain, NEXT, RETURN, THROW } from "./generator.ts";
import { nameMethods } from "./operation.ts";

/**
 * Stands under a `yield*` of ours in place of a plain coroutine of the program.
 *
 * Each in-place `function*` has a prototype of its own, which V8's `yield*` looks up anew. This class is always the same, so
 * its lookups are cached.
 */
export class Delegate<T> implements Iterator<any, T, any> {
  readonly coroutine: Coroutine<T>;

  constructor(coroutine: Coroutine<T>) {
    this.coroutine = coroutine;
  }

  next(value: unknown): IteratorResult<any, T> {
    return NEXT.call(this.coroutine, value);
  }

  throw(error: unknown): IteratorResult<any, T> {
    return THROW.call(this.coroutine, error);
  }

  return(value: unknown): IteratorResult<any, T> {
    return RETURN.call(this.coroutine, value);
  }

  [Symbol.iterator](): this {
    return this;
  }
}

nameMethods(Delegate);

/** Returns the operand for a `yield*` of ours that awaits an object of the program. */
export function delegate<T>(awaitable: Awaitable<T>): Awaitable<T> {
  return isPlain(awaitable) ? (new Delegate(awaitable) as Awaitable<T>) : awaitable;
}
