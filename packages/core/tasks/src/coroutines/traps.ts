import { shared } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "./awaitable.ts";

/** The depth outside the steps of tasks. */
export const NOT_STEPPING = -1;

/** The depth of native `yield*` at which a task takes over a marked coroutine, so that recursion never overflows the stack. */
export const MAX_DEPTH = 256;

/** Yielded by a marked coroutine in place of a future, for its task to begin the coroutine. */
export const BEGIN: unique symbol = Symbol.for("asyncio-ts/1 begin") as never;

/** Sent to a coroutine in place of `undefined`, to distinguish a result from the first call. */
export const UNDEFINED: unique symbol = Symbol.for("asyncio-ts/1 undefined") as never;

/** The value of `parked` until an iterator suspends: distinct from all that can be awaited, and from `undefined`. */
export const NOT_SUSPENDED: unique symbol = Symbol.for("asyncio-ts/1 not suspended") as never;

/**
 * The registers between awaiting iterators and the step that resumes them, shared by all copies of this package.
 *
 * Awaiting allocates nothing, because iterators return the shared objects `parked` and `completed`.
 */
export interface Traps {
  /** Depth of marked coroutines that run natively inside each other; NOT_STEPPING if no task steps. */
  depth: number;
  /** Marked coroutines that suspended while this step unwinds, innermost first. The task takes them as its frames. */
  readonly suspended: Coroutine<unknown>[];
  /** The number of entries of `suspended` that belong to the present unwinding. */
  suspensions: number;
  /** Returned by every iterator that suspends. The value is the awaited future. */
  readonly parked: { done: false; value: any };
  /** Whether the present unwinding passes through a foreign iterator, which returns a result of its own in place of `parked`. */
  foreign: boolean;
  /** Returned by every iterator that completes. The value is the result. */
  readonly completed: { done: true; value: any };
  /** Called for each coroutine that a task begins. Null until a function is marked, because only marked coroutines are tracked. */
  began: ((coroutine: Coroutine<unknown>) => void) | null;
  /** Where each operation was created in debug mode, and in which loop, unless it has begun. Null until a loop is in debug mode. */
  origins: Map<object, { readonly origin: Error; readonly loop: unknown }> | null;
  /** Receives the stack at the await of a suspended coroutine, in place of awaiting, while its stack is read. */
  probe: { at: Error | null } | null;
}

export const traps: Traps = shared("traps", () => ({
  depth: NOT_STEPPING,
  suspended: [],
  suspensions: 0,
  parked: { done: false, value: NOT_SUSPENDED },
  foreign: false,
  completed: { done: true, value: undefined },
  began: null,
  origins: null,
  probe: null,
}));

/** Returns the shared result of an iterator that completes. */
export function completed<T>(result: T): IteratorResult<any, T> {
  traps.completed.value = result;
  return traps.completed;
}
