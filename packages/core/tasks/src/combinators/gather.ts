import type { AwaitableLike, ResultOf, Startable } from "../coroutines/awaitable.ts";
import { CancelledError } from "../kernel/errors.ts";
import { ensureFuture } from "../kernel/ensure-future.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import { Future, isFuture } from "../kernel/future.ts";
import type { Waiter } from "../kernel/waiter.ts";
import { getEventLoop } from "../kernel/running-loop.ts";
import { CANCELLED, FINISHED } from "../kernel/future-state.ts";
import { isTask, type Task } from "../kernel/task.ts";
import { runtime } from "@asyncio-ts/loop/lowlevel";

/** What `gather` takes. */
export type Gatherable = AwaitableLike<any> | Startable<any>;

/** The results of awaitables, in their order. */
export type Gathered<A extends readonly unknown[]> = { -readonly [K in keyof A]: ResultOf<A[K]> };

/** The outcomes of awaitables, in their order. */
export type GatheredSettled<A extends readonly unknown[]> = { -readonly [K in keyof A]: PromiseSettledResult<ResultOf<A[K]>> };

/** The future around several: it is told of each, and cancelling it cancels them. */
class Gathering extends Future<any> implements Waiter {
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

  /** Takes the children in, each once and as soon as it is made, and is told of those that are done already at once. */
  gather(awaitables: readonly Gatherable[]): void {
    const distinct = new Set(awaitables);
    const repeats = distinct.size < awaitables.length;
    this.#unfinished = distinct.size;
    const options = { loop: this._loop };
    const done: Future<unknown>[] = [];
    try {
      for (const awaitable of repeats ? [...distinct] : awaitables) {
        const child = ensureFuture(awaitable, options);
        this.#children.push(child);
        if (child._state >= FINISHED) done.push(child);
        else child._addWaiter(this);
      }
    } catch (error) {
      // The caller gets this error; what the children made so far end with is nobody's concern.
      this.setResult(undefined);
      throw error;
    }
    if (repeats) this.#repeat(awaitables, [...distinct]);
    for (const child of done) this.settled(child);
  }

  /** Has the children stand wherever their awaitables do. */
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

  settled(child: Future<unknown>): void {
    this.#unfinished--;
    if (this._state >= FINISHED) return child._markRetrieved();
    if (!this.#settles && child._state === CANCELLED) return this.setException(child._cancelledError());
    if (!this.#settles && child._state !== FINISHED) return this.setException(child.exception());
    if (this.#unfinished > 0) return;
    const outcomes = this.#children.map(this.#settles ? outcome : (each) => each._value);
    // Once cancelled it ends cancelled, whatever its children made of it.
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
 * Runs awaitables beside each other, and gives their results in their order.
 *
 * The first failure is the gathering's, and the others run on. Cancelling it cancels all that have not finished. A child that
 * ends cancelled counts as a failure with CancelledError. The same awaitable given twice is awaited once.
 *
 * Mirrors `asyncio.gather`.
 *
 * @param awaitables futures, coroutines, coroutine functions, promises
 * @throws TypeError when one can't be awaited
 */
export function gather<const A extends readonly Gatherable[]>(...awaitables: A): Future<Gathered<A>> {
  return gatherAll(awaitables, false);
}

/**
 * Runs awaitables beside each other, waits for all of them, and gives each one's outcome as a `PromiseSettledResult`.
 *
 * Mirrors `asyncio.gather(…, return_exceptions=True)`.
 */
export function gatherSettled<const A extends readonly Gatherable[]>(...awaitables: A): Future<GatheredSettled<A>> {
  return gatherAll(awaitables, true);
}

/** Both of them. */
function gatherAll(awaitables: readonly Gatherable[], settles: boolean): Future<any> {
  const loop = runtime.running === null ? loopOutside(awaitables) : getEventLoop();
  if (awaitables.length === 0) {
    const none = loop.createFuture<unknown[]>();
    none.setResult([]);
    return none;
  }
  const outer = new Gathering(loop, isTask(runtime.current) ? runtime.current : null, settles);
  outer.gather(awaitables);
  return outer;
}

/** Outside a step: the loop of the first future. */
function loopOutside(awaitables: readonly Gatherable[]): EventLoop {
  const first = awaitables.find(isFuture) as Future<unknown> | undefined;
  return first === undefined ? getEventLoop() : first._loop;
}
