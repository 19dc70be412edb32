import { repr } from "@asyncio-ts/loop/kit";
import type { Awaitable, Coroutine } from "./awaitable.ts";
import { ensureFuture, isThenable } from "./ensure-future.ts";

/** What gives items one by one: queues, `asCompleted`, what the bridges make, and objects of your own. */
export interface Source<T> {
  /** The next item, or the end. */
  next(): Coroutine<IteratorResult<T>>;
  /** Nobody wants more: lets go of what stands behind. */
  return?(): Coroutine<void>;
}

/** What `forEach` and `iterate` take: sources, iterables, and on a host loop async iterables. */
export type Iteratable<T> = Source<T> | Iterable<T> | AsyncIterable<T>;

/** What the iterators of all three kinds have in common. */
interface Upstream<T> {
  next(): IteratorResult<T> | Awaitable<IteratorResult<T>> | PromiseLike<IteratorResult<T>>;
  return?(): unknown;
}

/**
 * Goes through a source by hand, where the body of a loop must `break` or `return`:
 *
 *     const it = iterate(source);
 *     try {
 *       while (yield* it.next()) use(it.value);
 *     } finally {
 *       yield* it.close();
 *     }
 */
export class Iteration<T> {
  /** The item that `next` has come to. */
  value!: T;
  readonly #upstream: Upstream<T>;
  #state: "between" | "asking" | "ended" = "between";
  /** The promise of an item that nobody has waited for to the end. */
  #promised: PromiseLike<IteratorResult<T>> | null = null;

  /** @internal */
  constructor(upstream: Upstream<T>) {
    this.#upstream = upstream;
  }

  /** Waits for the next item, and says whether there is one. A promise is not asked twice: after a cancelled wait its item comes next. */
  *next(): Coroutine<boolean> {
    if (this.#state === "ended") return false;
    this.#state = "asking";
    const answer = this.#promised ?? this.#upstream.next();
    this.#promised = isPromise(answer) ? answer : null;
    // Most sources give a coroutine: no other one is made around it, at each item.
    const { done, value } = Symbol.iterator in answer ? yield* answer : yield* settled(answer);
    this.#promised = null;
    this.#state = done === true ? "ended" : "between";
    if (done === true) return false;
    this.value = value;
    return true;
  }

  /** Closes the source, unless it has ended. A promise of its `return` is not waited for while its `next` is still silent. */
  *close(): Coroutine<void> {
    const asked = this.#state;
    if (asked === "ended") return;
    this.#state = "ended";
    const closing = this.#upstream.return?.();
    if (asked === "asking" && isThenable(closing)) closing.then(undefined, () => {});
    else yield* settled(closing);
  }
}

/** Whether a value can be awaited only as a promise: cancelling the wait does not reach what is behind it. */
function isPromise<T>(value: unknown): value is PromiseLike<T> {
  return isThenable(value) && !(Symbol.iterator in (value as object));
}

/** Awaits what can be awaited; gives anything else as it is. */
function* settled<T>(value: T | Awaitable<T> | PromiseLike<T>): Coroutine<T> {
  if (typeof value !== "object" || value === null) return value as T;
  if (Symbol.iterator in value) return yield* value;
  if (isThenable(value)) return yield* ensureFuture(value as PromiseLike<T>);
  return value;
}

/**
 * Goes through a source by hand: `while (yield* it.next()) use(it.value)`, and `yield* it.close()` at every exit.
 *
 * @throws TypeError when it is neither a source nor iterable
 */
export function iterate<T>(source: Iteratable<T>): Iteration<T> {
  const candidate = source as Partial<Source<T> & Iterable<T> & AsyncIterable<T>> | null | undefined;
  if (typeof candidate?.next === "function") return new Iteration(candidate as Upstream<T>);
  if (typeof candidate?.[Symbol.asyncIterator] === "function") return new Iteration(candidate[Symbol.asyncIterator]!());
  if (typeof candidate?.[Symbol.iterator] === "function") return new Iteration(candidate[Symbol.iterator]!());
  throw new TypeError(`iterate: a source or an iterable was expected, got ${repr(source)}`);
}
