import type { Handle, LoopCore } from "@asyncio-ts/loop";
import { repr } from "@asyncio-ts/loop/lowlevel";
import { type SchedulerAction, type SchedulerLike, Subscription } from "rxjs";

type Work<T> = (this: SchedulerAction<T>, state: T) => void;

/** A unit of scheduled work. It may reschedule itself, also after it has run. Unsubscribing cancels it. */
class LoopAction<T> extends Subscription implements SchedulerAction<T> {
  readonly #loop: LoopCore;
  readonly #work: Work<T>;
  #handle: Handle | null = null;

  constructor(loop: LoopCore, work: Work<T>) {
    super();
    this.#loop = loop;
    this.#work = work;
  }

  schedule(state?: T, delay: number = 0): Subscription {
    if (typeof delay !== "number") throw new TypeError(`loopScheduler: a number of milliseconds was expected as delay, got ${repr(delay)}`);
    if (this.closed) return this;
    this.#handle?.cancel();
    this.#handle = delay > 0 ? this.#loop.callLater(delay, this.#execute, state) : this.#loop.callSoon(this.#execute, state);
    return this;
  }

  override unsubscribe(): void {
    this.#handle?.cancel();
    super.unsubscribe();
  }

  readonly #execute = (state?: T): void => {
    this.#handle = null;
    try {
      this.#work(state as T);
    } catch (error) {
      this.unsubscribe();
      throw error;
    }
  };
}

/**
 * Returns an RxJS scheduler on a loop's clock. With it `delay`, `debounceTime`, `interval`, `timeout` and other operators run
 * on the loop's time, and take no real time on a virtual loop.
 *
 * Its `now()` is the loop's time in milliseconds, which has no fixed origin. Pass durations to operators, not dates.
 *
 * @param loop the event loop
 * @throws TypeError when `loop` is not an event loop
 *
 * @example
 * ```ts
 * import { lastValue, loopScheduler } from "@asyncio-ts/rxjs";
 * import { getRunningLoop, run } from "@asyncio-ts/tasks";
 * import { VirtualLoop } from "@asyncio-ts/testing";
 * import { interval, take } from "rxjs";
 *
 * const loop = new VirtualLoop();
 * const minutes = run(
 *   function* () {
 *     yield* lastValue(interval(60_000, loopScheduler(loop)).pipe(take(60)));
 *     return loop.time() / 60_000;
 *   },
 *   { loop },
 * );
 * console.log(minutes); // prints 60
 * ```
 */
export function loopScheduler(loop: LoopCore): SchedulerLike {
  if (typeof (loop as Partial<LoopCore> | null)?.callLater !== "function")
    throw new TypeError(`loopScheduler: an event loop was expected, got ${repr(loop)}`);
  return {
    now: () => loop.time(),
    schedule<T>(work: Work<T>, delay: number = 0, state?: T): Subscription {
      if (typeof work !== "function") throw new TypeError(`loopScheduler: a function was expected as work, got ${repr(work)}`);
      return new LoopAction<T>(loop, work).schedule(state, delay);
    },
  };
}
