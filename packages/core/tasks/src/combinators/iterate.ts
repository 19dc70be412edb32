import { repr } from "@asyncio-ts/loop/lowlevel";
import type { Awaitable, Coroutine, Trap } from "../coroutines/awaitable.ts";
import { ensureFuture, isThenable } from "../kernel/ensure-future.ts";
import { isCoroutine } from "../coroutines/generator.ts";
import { markCoroutineMethods, type OperationBody, operation } from "../coroutines/operation.ts";
import { completed } from "../coroutines/traps.ts";

/** A producer of items: a queue, `asCompleted`, a source of a bridge, or an object of your own. */
export interface Source<T> {
  /** Returns the next item, or the end. */
  next(): Coroutine<IteratorResult<T>>;
  /** Returns the next item or the end without a coroutine; null if it must be awaited. */
  poll?(): IteratorResult<T> | null;
  /** Closes the source before its end. */
  return?(): Coroutine<void>;
}

/** An argument of `forEach` and `iterate`: a source, an iterable or, on a host loop, an async iterable. */
export type Iteratable<T> = Source<T> | Iterable<T> | AsyncIterable<T>;

/** The common interface of the iterators of all three kinds. */
interface Upstream<T> {
  next(): IteratorResult<T> | Awaitable<IteratorResult<T>> | PromiseLike<IteratorResult<T>>;
  poll?(): IteratorResult<T> | null;
  return?(): unknown;
}

const ENDED: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * Iterates over a source by hand, so that the body of the loop can `break` and `return`:
 *
 *     const it = iterate(source);
 *     try {
 *       while (yield* it.next()) use(it.value);
 *     } finally {
 *       yield* it.close();
 *     }
 */
export class Iteration<T> {
  /** The present item. */
  value!: T;
  readonly #upstream: Upstream<T>;
  readonly #polls: boolean;
  #state: "between" | "requesting" | "ended" = "between";
  /** The promise of an item, if the wait for it was cancelled. */
  #promised: PromiseLike<IteratorResult<T>> | null = null;

  /** @internal */
  constructor(upstream: Upstream<T>) {
    this.#upstream = upstream;
    // Iterables may have an unrelated method of that name.
    this.#polls = typeof upstream.poll === "function" && !(Symbol.iterator in upstream) && !(Symbol.asyncIterator in upstream);
  }

  /** Waits for the next item, and returns whether there is one. After a cancelled wait for a promise, its item comes next. */
  next(): Coroutine<boolean> {
    return new Advance(this) as never;
  }

  /** @internal Returns the next item or the end if it is available at once; null if it must be requested. */
  _poll(): IteratorResult<T> | null {
    if (this.#state === "ended") return ENDED;
    return this.#polls ? this.#upstream.poll!() : null;
  }

  /** @internal Requests the next item. Most sources return a coroutine, which is not wrapped in another one. */
  _request(): Awaitable<IteratorResult<T>> {
    this.#state = "requesting";
    const answer = this.#promised ?? this.#upstream.next();
    if (isCoroutine(answer)) return answer as Coroutine<IteratorResult<T>>;
    this.#promised = isPromise(answer) ? answer : null;
    return awaited(answer);
  }

  /** @internal Stores the result of a request, and returns whether it is an item. */
  _accept(result: IteratorResult<T>): boolean {
    this.#promised = null;
    this.#state = result.done === true ? "ended" : "between";
    if (result.done === true) return false;
    this.value = result.value;
    return true;
  }

  /** Closes the source, unless it has ended. A promise of its `return()` is not awaited while a promise of its `next()` is pending. */
  *close(): Coroutine<void> {
    const state = this.#state;
    if (state === "ended") return;
    this.#state = "ended";
    const closing = this.#upstream.return?.();
    if (state === "requesting" && isThenable(closing)) closing.then(undefined, () => {});
    else yield* awaited(closing);
  }
}

markCoroutineMethods(Iteration, "next");

/** The operation behind `Iteration.next()`. A request to the source is awaited through it. */
class Advance implements OperationBody {
  readonly iteration: Iteration<unknown>;
  requested: Iterator<Trap, IteratorResult<unknown>> | null = null;
  over = false;

  constructor(iteration: Iteration<unknown>) {
    this.iteration = iteration;
  }

  next(value?: unknown): IteratorResult<Trap, boolean | undefined> {
    if (this.over) return completed(undefined);
    const { iteration } = this;
    if (this.requested === null) {
      const known = iteration._poll();
      if (known !== null) return this.complete(known);
      this.requested = iteration._request()[Symbol.iterator]();
    }
    return this.forward(this.requested.next(value as never));
  }

  throw(error: unknown): IteratorResult<Trap, boolean> {
    if (this.requested !== null) return this.forward(this.requested.throw!(error));
    this.over = true;
    throw error;
  }

  return(value: unknown): IteratorResult<Trap, unknown> {
    this.over = true;
    return this.requested?.return?.(value as never) ?? { done: true, value };
  }

  leave(): void {
    this.return(undefined);
  }

  forward(result: IteratorResult<Trap, IteratorResult<unknown>>): IteratorResult<Trap, boolean> {
    return result.done === true ? this.complete(result.value) : result;
  }

  complete(item: IteratorResult<unknown>): IteratorResult<Trap, boolean> {
    this.over = true;
    return completed(this.iteration._accept(item));
  }
}

operation(Advance, "next");

/** Returns whether a value can be awaited only as a promise: cancelling the wait does not reach the work behind it. */
function isPromise<T>(value: unknown): value is PromiseLike<T> {
  return isThenable(value) && !(Symbol.iterator in (value as object));
}

/** Awaits a value if it can be awaited, and returns any other value unchanged. */
function* awaited<T>(value: T | Awaitable<T> | PromiseLike<T>): Coroutine<T> {
  if (typeof value !== "object" || value === null) return value as T;
  if (Symbol.iterator in value) return yield* value;
  if (isThenable(value)) return yield* ensureFuture(value as PromiseLike<T>);
  return value;
}

/**
 * Returns an iteration over a source: `while (yield* it.next()) use(it.value)`, and `yield* it.close()` at every exit.
 *
 * @throws TypeError if `source` is neither a source nor iterable
 */
export function iterate<T>(source: Iteratable<T>): Iteration<T> {
  const candidate = source as Partial<Source<T> & Iterable<T> & AsyncIterable<T>> | null | undefined;
  if (typeof candidate?.next === "function") return new Iteration(candidate as Upstream<T>);
  if (typeof candidate?.[Symbol.asyncIterator] === "function") return new Iteration(candidate[Symbol.asyncIterator]!());
  if (typeof candidate?.[Symbol.iterator] === "function") return new Iteration(candidate[Symbol.iterator]!());
  throw new TypeError(`iterate: a source or an iterable was expected, got ${repr(source)}`);
}
