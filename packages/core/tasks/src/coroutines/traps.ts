import { shared } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "./awaitable.ts";
import type { EventLoop } from "../kernel/event-loop.ts";

/** `traps.depth` outside the steps of tasks. */
export const NOT_STEPPING = -1;

/** Depth of native `yield*` at which a marked coroutine is left to its task, so that recursion never overflows the stack. */
export const DEEPEST = 256;

/** Yielded in place of a future by a marked coroutine that its task is to begin. */
export const BEGIN: unique symbol = Symbol.for("asyncio-ts/1 begin") as never;

/** Sent to a coroutine in place of `undefined`, to tell a result from a first call. */
export const UNDEFINED: unique symbol = Symbol.for("asyncio-ts/1 undefined") as never;

/** The step that runs now, as all copies of this package see it: how a coroutine tells its task what it waits for. */
export interface Traps {
  /** Marked coroutines that run natively inside each other; NOT_STEPPING when no task traps. */
  depth: number;
  /** Marked coroutines that suspended while this step unwinds, innermost first; the task takes them as its frames. */
  readonly suspended: Coroutine<unknown>[];
  /** How many of `suspended` belong to the present unwinding. */
  suspensions: number;
  /** What every awaiting iterator returns: awaiting allocates nothing. Its value is the future. */
  readonly parked: { done: false; value: any };
  /** The present unwinding passes through an iterator of someone else's, which gives a result of its own for `parked`. */
  theirs: boolean;
  /** What the iterator of a finished future returns. Its value is the result. */
  readonly finished: { done: true; value: any };
  /** Told of each coroutine that a task begins; null until a coroutine function is marked, since only those that are can be lost. */
  began: ((coroutine: Coroutine<unknown>, loop: EventLoop) => void) | null;
  /** While somebody asks where a task waits: told at each await on the way, in place of awaiting. */
  probe: ((at: Error) => void) | null;
}

export const traps: Traps = shared("traps", () => ({
  depth: NOT_STEPPING,
  suspended: [],
  suspensions: 0,
  parked: { done: false, value: undefined },
  theirs: false,
  finished: { done: true, value: undefined },
  began: null,
  probe: null,
}));
