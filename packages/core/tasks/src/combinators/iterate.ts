import { repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Awaitable, Coroutine, Trap } from "../coroutines/awaitable.ts";
import { futureOf, isThenable } from "../kernel/ensure-future.ts";
import { isFuture } from "../kernel/future.ts";
import { AWAITED, PENDING } from "../kernel/future-state.ts";
import { foreign } from "../coroutines/foreign-iterator.ts";
import { isCoroutine, isPlain } from "../coroutines/generator.ts";
import { checkIterator, checkResult } from "../coroutines/iterator-protocol.ts";
import { markCoroutineMethods, type OperationBody, operation } from "../coroutines/operation.ts";
import { completed, NOT_SUSPENDED, traps } from "../coroutines/traps.ts";

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

/** The end of a source. */
export const ENDED: IteratorReturnResult<undefined> = { done: true, value: undefined };

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
  readonly #caller: string;
  readonly #polls: boolean;
  readonly #isIterator: boolean;
  #state: "between" | "requesting" | "ended" = "between";
  /** The promise of an item, if the wait for it was cancelled. */
  #promised: PromiseLike<IteratorResult<T>> | null = null;

  /**
   * @internal
   * @param caller the function that errors name
   * @param isIterator whether the upstream is an iterator of JavaScript, which is not closed after its own error
   */
  constructor(caller: string, upstream: Upstream<T>, isIterator = false) {
    this.#caller = caller;
    this.#upstream = upstream;
    this.#isIterator = isIterator;
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
    const answer = this.#promised ?? this.#next();
    if (isCoroutine(answer)) return answer as Coroutine<IteratorResult<T>>;
    if (!isPromise(answer)) return awaited(this.#caller, answer);
    this.#promised = answer;
    return this.#awaitPromised(answer);
  }

  #next(): ReturnType<Upstream<T>["next"]> {
    try {
      return this.#upstream.next();
    } catch (error) {
      this.#fail();
      throw error;
    }
  }

  *#awaitPromised(promise: PromiseLike<IteratorResult<T>>): Coroutine<IteratorResult<T>> {
    const future = futureOf(this.#caller, promise);
    try {
      return yield* future;
    } catch (error) {
      if (!future.cancelled()) this.#fail();
      throw error;
    }
  }

  #fail(): void {
    if (this.#isIterator) this.#state = "ended";
  }

  /** @internal Stores the result of a request, and returns whether it is an item. */
  _accept(result: IteratorResult<T>): boolean {
    this.#promised = null;
    if (Object(result) !== result) {
      this.#fail();
      checkResult(this.#caller, this.#upstream, result);
    }
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
    else yield* awaited(this.#caller, closing);
  }
}

markCoroutineMethods(Iteration, "next");

/** The operation behind `Iteration.next()`. A request to the source is awaited through it. */
class Advance implements OperationBody {
  readonly iteration: Iteration<unknown>;
  requested: Iterator<Trap, IteratorResult<unknown>> | null = null;
  finished = false;

  constructor(iteration: Iteration<unknown>) {
    this.iteration = iteration;
  }

  next(value?: unknown): IteratorResult<Trap, boolean | undefined> {
    if (this.finished) return completed(undefined);
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
    this.finished = true;
    throw error;
  }

  return(value: unknown): IteratorResult<Trap, unknown> {
    this.finished = true;
    return this.requested?.return?.(value as never) ?? { done: true, value };
  }

  leave(): void {
    this.return(undefined);
  }

  forward(result: IteratorResult<Trap, IteratorResult<unknown>>): IteratorResult<Trap, boolean> {
    return result.done === true ? this.complete(result.value) : result;
  }

  complete(item: IteratorResult<unknown>): IteratorResult<Trap, boolean> {
    this.finished = true;
    return completed(this.iteration._accept(item));
  }
}

operation(Advance, "next");

/** The items of a generator, which may turn out to be a coroutine: one yields traps, or yields nothing and returns a result. */
class GeneratorItems<T> implements Upstream<T> {
  readonly #caller: string;
  readonly #generator: Iterator<T>;
  #isEmpty = true;

  constructor(caller: string, generator: Iterator<T>) {
    this.#caller = caller;
    this.#generator = generator;
  }

  next(): IteratorResult<T> {
    traps.parked.value = NOT_SUSPENDED;
    const result = this.#generator.next();
    if (result.done === true ? this.#isEmpty && result.value !== undefined : wasTrap(result)) {
      throw missingStar(this.#caller, this.#generator);
    }
    this.#isEmpty = false;
    return result;
  }

  return(): unknown {
    return this.#generator.return!(undefined);
  }
}

/** Returns whether an iterator has suspended in an await. Its future can then be awaited again. Engines may pass `parked` on as a new object. */
function wasTrap(result: IteratorYieldResult<unknown>): boolean {
  const future = isFuture(result.value) && result.value._state === AWAITED ? result.value : null;
  if (future !== null) future._state = PENDING;
  if (future === null && result.value !== traps.parked.value) return false;
  traps.suspensions = 0;
  return true;
}

function missingStar(caller: string, got: unknown): TypeError {
  return new TypeError(
    `${caller}: a source or an iterable was expected, got ${repr(got)}; write \`yield*\` before a coroutine or a future`,
  );
}

/** Returns whether a value can be awaited only as a promise: cancelling the wait does not reach the work behind it. */
function isPromise<T>(value: unknown): value is PromiseLike<T> {
  return isThenable(value) && !(Symbol.iterator in (value as object));
}

/** Awaits a value if it can be awaited, and returns any other value unchanged. */
function* awaited<T>(caller: string, value: T | Awaitable<T> | PromiseLike<T>): Coroutine<T> {
  if (typeof value !== "object" || value === null) return value as T;
  if (isFuture(value)) return yield* value as Awaitable<T>;
  if (Symbol.iterator in value) return yield* foreign(caller, value);
  if (isThenable(value)) return yield* futureOf(caller, value as PromiseLike<T>);
  return value;
}

/**
 * Returns an iteration over a source: `while (yield* it.next()) use(it.value)`, and `yield* it.close()` at every exit.
 *
 * @throws TypeError if `source` is neither a source nor iterable
 */
export function iterate<T>(source: Iteratable<T>): Iteration<T> {
  return iterationOf("iterate", source);
}

/** Same as `iterate`, for the caller that errors name. */
export function iterationOf<T>(caller: string, source: Iteratable<T>): Iteration<T> {
  if (isFuture(source) || (isCoroutine(source) && !isPlain(source))) throw missingStar(caller, source);
  const candidate = source as Partial<Source<T> & Iterable<T> & AsyncIterable<T>> | null | undefined;
  if (!isPlain(candidate) && typeof candidate?.next === "function") return new Iteration(caller, candidate as Upstream<T>);
  if (typeof candidate?.[Symbol.asyncIterator] === "function") {
    return new Iteration(caller, checkIterator(caller, source, candidate[Symbol.asyncIterator]!()), true);
  }
  if (typeof candidate?.[Symbol.iterator] === "function") {
    const iterator = checkIterator(caller, source, candidate[Symbol.iterator]!());
    return new Iteration(caller, isPlain(iterator) ? new GeneratorItems<T>(caller, iterator) : iterator, true);
  }
  throw wrongArgument(caller, "a source or an iterable", source);
}
