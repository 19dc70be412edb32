import type { AwaitableLike, ResultOf, Startable } from "../coroutines/awaitable.ts";
import { CancelledError } from "../kernel/errors.ts";
import { futureOf } from "../kernel/ensure-future.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import { Future, isFuture } from "../kernel/future.ts";
import { addWaiter, type Waiter } from "../kernel/waiter.ts";
import { getEventLoop } from "../kernel/running-loop.ts";
import { CANCELLED, FINISHED } from "../kernel/future-state.ts";
import { isTask, type Task } from "../kernel/task.ts";
import { repr, runtime } from "@asyncio-ts/loop/lowlevel";

/** An argument of `gather`. */
export type Gatherable = AwaitableLike<any> | Startable<any>;

/** The results of awaitables, in their order. */
export type Gathered<A extends readonly unknown[]> = { -readonly [K in keyof A]: ResultOf<A[K]> };

/** The outcomes of awaitables, in their order. */
export type GatheredSettled<A extends readonly unknown[]> = { -readonly [K in keyof A]: PromiseSettledResult<ResultOf<A[K]>> };

/** The outer future of `gather`. It is notified of each child, and cancelling it cancels the children. */
class GatherFuture extends Future<any> implements Waiter {
  readonly awaiter: Task<unknown> | null;
  readonly isTask = false;
  readonly #settles: boolean;
  #children: Future<unknown>[] = [];
  #unfinished = 0;
  #cancelRequested = false;

  constructor(loop: EventLoop, awaiter: Task<unknown> | null, settles: boolean) {
    super({ loop });
    this.awaiter = awaiter;
    this.#settles = settles;
  }

  /** Adds the children, one per distinct awaitable. Children that are already done are counted immediately. */
  gather(awaitables: readonly Gatherable[]): void {
    const distinct = new Set(awaitables);
    const repeats = distinct.size < awaitables.length;
    this.#unfinished = distinct.size;
    const done: Future<unknown>[] = [];
    try {
      for (const awaitable of repeats ? [...distinct] : awaitables) {
        const child = futureOf("gather", awaitable, this._loop);
        this.#children.push(child);
        if (child._state >= FINISHED) done.push(child);
        else addWaiter(child, this);
      }
    } catch (error) {
      // The caller gets this error, so the outcomes of the children created so far are dropped.
      this.setResult(undefined);
      const array = awaitables.find(Array.isArray);
      if (array === undefined) throw error;
      throw new TypeError(`gather: awaitables were expected, got ${repr(array)}: write \`gather(...awaitables)\``, { cause: error });
    }
    if (repeats) this.#repeat(awaitables, [...distinct]);
    for (const child of done) this.futureDone(child);
  }

  /** Puts each child in all places of its awaitable. */
  #repeat(awaitables: readonly Gatherable[], distinct: readonly Gatherable[]): void {
    const children = new Map(distinct.map((awaitable, i) => [awaitable, this.#children[i]!]));
    this.#children = awaitables.map((awaitable) => children.get(awaitable)!);
  }

  override cancel(message?: string): boolean {
    if (this._state >= FINISHED) return false;
    let asked = false;
    for (const child of this.#children) if (child.cancel(message)) asked = true;
    if (asked) this.#cancelRequested = true;
    return asked;
  }

  futureDone(child: Future<unknown>): void {
    this.#unfinished--;
    if (this._state >= FINISHED) return child._markRetrieved();
    if (!this.#settles && child._state === CANCELLED) return this.setException(child._cancelledError());
    if (!this.#settles && child._state !== FINISHED) return this.setException(child.exception());
    if (this.#unfinished > 0) return;
    const outcomes = this.#children.map(this.#settles ? outcome : (each) => each._value);
    // A cancelled gather ends with a CancelledError, even if its children suppressed theirs.
    const last = this.#children.at(-1)!;
    if (!this.#cancelRequested) this.setResult(outcomes);
    else this.setException(last._state === CANCELLED ? last._cancelledError() : new CancelledError(last._extras?.cancelMessage));
  }
}

function outcome(child: Future<unknown>): PromiseSettledResult<unknown> {
  if (child._state === FINISHED) return { status: "fulfilled", value: child._value };
  if (child._state !== CANCELLED) return { status: "rejected", reason: child.exception() };
  return { status: "rejected", reason: new CancelledError(typeof child._value === "string" ? child._value : "") };
}

/**
 * Runs awaitables concurrently, and returns their results in the order of the arguments.
 *
 * The first failure becomes the exception of the returned future, and the other children run on. Cancelling the future cancels
 * all unfinished children. A cancelled child counts as a failure with CancelledError. An awaitable given twice is awaited once.
 *
 * Mirrors `asyncio.gather`.
 *
 * @param awaitables futures, coroutines, coroutine functions, promises
 * @throws TypeError if an argument cannot be awaited
 */
export function gather<const A extends readonly Gatherable[]>(...awaitables: A): Future<Gathered<A>> {
  return gatherAll(awaitables, false);
}

/**
 * Runs awaitables concurrently, waits for all of them, and returns their outcomes as `PromiseSettledResult`s.
 *
 * Mirrors `asyncio.gather(…, return_exceptions=True)`.
 */
export function gatherSettled<const A extends readonly Gatherable[]>(...awaitables: A): Future<GatheredSettled<A>> {
  return gatherAll(awaitables, true);
}

function gatherAll(awaitables: readonly Gatherable[], settles: boolean): Future<any> {
  const loop = runtime.running === null ? loopOfFirstFuture(awaitables) : getEventLoop();
  if (awaitables.length === 0) {
    const none = loop.createFuture<unknown[]>();
    none.setResult([]);
    return none;
  }
  const outer = new GatherFuture(loop, isTask(runtime.current) ? runtime.current : null, settles);
  outer.gather(awaitables);
  return outer;
}

/** Returns the loop of the first future, for a call outside a step. */
function loopOfFirstFuture(awaitables: readonly Gatherable[]): EventLoop {
  const first = awaitables.find(isFuture) as Future<unknown> | undefined;
  return first === undefined ? getEventLoop() : first._loop;
}
