import { repr } from "@asyncio-ts/loop/lowlevel";
import type { Awaitable, Coroutine, Trap } from "../coroutines/awaitable.ts";
import { ensureFuture, isThenable } from "../kernel/ensure-future.ts";
import { isCoroutine } from "../coroutines/generator.ts";
import { finish, markCoroutineMethods, type OperationBody, operation } from "../coroutines/operation.ts";

/** What gives items one by one: queues, `asCompleted`, what the bridges make, and objects of your own. */
export interface Source<T> {
  /** The next item, or the end. */
  next(): Coroutine<IteratorResult<T>>;
  /** The same where it is known at once, which spares a coroutine an item; null where it is to be waited for. */
  poll?(): IteratorResult<T> | null;
  /** Nobody wants more: lets go of what stands behind. */
  return?(): Coroutine<void>;
}

/** What `forEach` and `iterate` take: sources, iterables, and on a host loop async iterables. */
export type Iteratable<T> = Source<T> | Iterable<T> | AsyncIterable<T>;

/** What the iterators of all three kinds have in common. */
interface Upstream<T> {
  next(): IteratorResult<T> | Awaitable<IteratorResult<T>> | PromiseLike<IteratorResult<T>>;
  poll?(): IteratorResult<T> | null;
  return?(): unknown;
}

const ENDED: IteratorReturnResult<undefined> = { done: true, value: undefined };

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
  readonly #polls: boolean;
  #state: "between" | "asking" | "ended" = "between";
  /** The promise of an item that nobody has waited for to the end. */
  #promised: PromiseLike<IteratorResult<T>> | null = null;

  /** @internal */
  constructor(upstream: Upstream<T>) {
    this.#upstream = upstream;
    // What is no source may have a method of that name that means something else.
    this.#polls = typeof upstream.poll === "function" && !(Symbol.iterator in upstream) && !(Symbol.asyncIterator in upstream);
  }

  /** Waits for the next item, and says whether there is one. A promise is not asked twice: after a cancelled wait its item comes next. */
  next(): Coroutine<boolean> {
    return new Advance(this) as never;
  }

  /** @internal What comes next, where that is known at once; null where the source is to be asked. */
  _known(): IteratorResult<T> | null {
    if (this.#state === "ended") return ENDED;
    return this.#polls ? this.#upstream.poll!() : null;
  }

  /** @internal Asks for what comes next. Most sources give a coroutine: no other one is made around it, at each item. */
  _ask(): Awaitable<IteratorResult<T>> {
    this.#state = "asking";
    const answer = this.#promised ?? this.#upstream.next();
    if (isCoroutine(answer)) return answer as Coroutine<IteratorResult<T>>;
    this.#promised = isPromise(answer) ? answer : null;
    return settled(answer);
  }

  /** @internal Takes what came, and says whether it is an item. */
  _take(result: IteratorResult<T>): boolean {
    this.#promised = null;
    this.#state = result.done === true ? "ended" : "between";
    if (result.done === true) return false;
    this.value = result.value;
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

markCoroutineMethods(Iteration, "next");

/**
 * The coroutine of one who goes on to the next item. A source that has to be asked is awaited through it.
 *
 * No generator, which would cost 35 ns an item.
 */
class Advance implements OperationBody {
  readonly iteration: Iteration<unknown>;
  asked: Iterator<Trap, IteratorResult<unknown>> | null = null;
  over = false;

  constructor(iteration: Iteration<unknown>) {
    this.iteration = iteration;
  }

  next(value?: unknown): IteratorResult<Trap, boolean | undefined> {
    if (this.over) return finish(undefined);
    const { iteration } = this;
    if (this.asked === null) {
      const known = iteration._known();
      if (known !== null) return this.come(known);
      this.asked = iteration._ask()[Symbol.iterator]();
    }
    return this.answer(this.asked.next(value as never));
  }

  throw(error: unknown): IteratorResult<Trap, boolean> {
    if (this.asked !== null) return this.answer(this.asked.throw!(error));
    this.over = true;
    throw error;
  }

  return(value: unknown): IteratorResult<Trap, unknown> {
    this.over = true;
    return this.asked?.return?.(value as never) ?? { done: true, value };
  }

  leave(): void {
    this.return(undefined);
  }

  answer(result: IteratorResult<Trap, IteratorResult<unknown>>): IteratorResult<Trap, boolean> {
    return result.done === true ? this.come(result.value) : result;
  }

  come(item: IteratorResult<unknown>): IteratorResult<Trap, boolean> {
    this.over = true;
    return finish(this.iteration._take(item));
  }
}

operation(Advance, "next");

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
