import type { TimerHandle } from "@asyncio-ts/loop";
import { checkMilliseconds, checkOptions, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "../coroutines/awaitable.ts";
import { currentTask } from "../kernel/current-task.ts";
import { type Future, isFuture } from "../kernel/future.ts";
import { addWaiter, removeWaiters, type Waiter } from "../kernel/waiter.ts";
import { isCoroutine } from "../coroutines/generator.ts";
import { listOf } from "../coroutines/iterator-protocol.ts";
import { getRunningLoop } from "../kernel/running-loop.ts";
import { CANCELLED, FINISHED } from "../kernel/future-state.ts";
import type { Task } from "../kernel/task.ts";

const RETURN_WHEN: readonly ReturnWhen[] = ["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"];

/** The condition for `wait` to return. */
export type ReturnWhen = "FIRST_COMPLETED" | "FIRST_EXCEPTION" | "ALL_COMPLETED";

/** Waits for all futures of one `wait`, and wakes its task once enough are done. */
class Completion implements Waiter {
  readonly awaiter: Task<unknown> | null = currentTask();
  readonly isTask = false;
  readonly #enough: Future<void>;
  readonly #returnWhen: ReturnWhen;
  readonly #timer: TimerHandle | null;
  #unfinished: number;

  constructor(enough: Future<void>, returnWhen: ReturnWhen, unfinished: number, timer: TimerHandle | null) {
    this.#enough = enough;
    this.#returnWhen = returnWhen;
    this.#unfinished = unfinished;
    this.#timer = timer;
  }

  futureDone(future: Future<unknown>): void {
    this.#unfinished--;
    if (this.#unfinished > 0 && !this.#returnsAt(future)) return;
    this.#timer?.cancel();
    setDone(this.#enough);
  }

  #returnsAt(future: Future<unknown>): boolean {
    if (this.#returnWhen === "FIRST_COMPLETED") return true;
    if (this.#returnWhen !== "FIRST_EXCEPTION" || future._state === CANCELLED) return false;
    future._markRetrieved();
    return future._state !== FINISHED;
  }
}

function setDone(future: Future<void>): void {
  if (!future.done()) future.setResult();
}

/**
 * Waits until some or all of the futures are done. Cancels none of them. A timeout is no error.
 *
 * Mirrors `asyncio.wait`.
 *
 * @param futures futures or tasks; coroutines are refused
 * @param options.timeout milliseconds; none by default
 * @param options.returnWhen `"ALL_COMPLETED"` by default
 * @returns the done and the pending futures, each in the given order
 * @throws TypeError if an item is no future
 * @throws RangeError if there is no future, or `returnWhen` is unknown
 */
export function* wait<F extends Future<any>>(
  futures: Iterable<F>,
  options: { timeout?: number | null; returnWhen?: ReturnWhen } = {},
): Coroutine<{ done: Set<F>; pending: Set<F> }> {
  checkOptions("wait", options);
  const { timeout = null, returnWhen = "ALL_COMPLETED" } = options;
  const all = futureSet("wait", futures);
  if (all.size === 0) throw new RangeError("wait: at least one future was expected, got none");
  if (!RETURN_WHEN.includes(returnWhen)) {
    throw new RangeError(`wait: returnWhen must be one of ${RETURN_WHEN.join(", ")}, got ${repr(returnWhen)}`);
  }
  checkMilliseconds("wait", timeout, true);
  const loop = getRunningLoop();
  const enough = loop.createFuture<void>();
  const timer = timeout === null ? null : loop.callLater(timeout, setDone, enough);
  const completion = new Completion(enough, returnWhen, all.size, timer);
  for (const future of all) addWaiter(future, completion);
  try {
    yield* enough;
  } finally {
    timer?.cancel();
    for (const future of all) removeWaiters(future, (waiter) => waiter === completion);
  }
  const done = new Set<F>();
  const pending = new Set<F>();
  for (const future of all) (future._state >= FINISHED ? done : pending).add(future);
  return { done, pending };
}

/** @throws TypeError if the argument is no collection of futures */
function futureSet<F extends Future<any>>(caller: string, futures: Iterable<F>): Set<F> {
  if (isFuture(futures) || isCoroutine(futures) || typeof futures?.[Symbol.iterator] !== "function") {
    throw wrongArgument(caller, "a collection of futures", futures);
  }
  const all = new Set(listOf(caller, futures));
  for (const future of all) {
    if (isCoroutine(future)) throw new TypeError(`${caller}: coroutines are forbidden, use tasks explicitly`);
    if (!isFuture(future)) throw wrongArgument(caller, "a future", future);
  }
  return all;
}
