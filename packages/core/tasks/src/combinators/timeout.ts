import type { Handle } from "@asyncio-ts/loop";
import { repr } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "../coroutines/awaitable.ts";
import { delegate } from "../coroutines/delegate.ts";
import { currentTask } from "../kernel/current-task.ts";
import { isCancelledError, TimeoutError } from "../kernel/errors.ts";
import { getRunningLoop } from "../kernel/running-loop.ts";
import type { Task } from "../kernel/task.ts";

/** A time limit around the body that it is given to. Mirrors `asyncio.Timeout`. */
export class Timeout {
  #state: "active" | "expiring" | "expired" | "finished" = "active";
  readonly #task: Task<unknown>;
  /** Requests to cancel the task that were there before. */
  readonly #cancelling: number;
  #when: number | null = null;
  /** Set for a deadline that was past: it has no timer. */
  #soon: Handle | null = null;
  /** @internal It is its own timer. */
  context = null;
  /** @internal */
  deadline = Infinity;
  /** @internal */
  order = 0;
  /** @internal */
  slot = -1;

  /** @internal */
  constructor(when: number | null, now: number) {
    const task = currentTask();
    if (task === null) throw new Error("Timeout should be used inside a task");
    this.#task = task;
    this.#cancelling = task.cancelling();
    this.#schedule(when, now);
  }

  /** The deadline, in milliseconds on the loop's clock; null for none. */
  when(): number | null {
    return this.#when;
  }

  /**
   * Moves the deadline.
   *
   * @param when milliseconds on the loop's clock; null for none. A deadline that is past fires in the next pass.
   * @throws TypeError when it is neither
   * @throws Error once the limit was reached or the body has ended
   */
  reschedule(when: number | null): void {
    if (this.#state !== "active") throw new Error(`Cannot change state of ${this.#state} Timeout`);
    this.#schedule(when, getRunningLoop().time());
  }

  #schedule(when: number | null, now: number): void {
    if (when !== null && (typeof when !== "number" || Number.isNaN(when))) {
      throw new TypeError(`Timeout: a number of milliseconds or null was expected, got ${repr(when)}`);
    }
    this.#unschedule();
    this.#when = when;
    if (when === null) return;
    const loop = this.#task.getLoop();
    this.deadline = when;
    if (when > now) loop.schedule(this);
    else this.#soon = loop.callSoon(() => this.#expire());
  }

  /** Whether the limit was reached while the body ran. */
  expired(): boolean {
    return this.#state === "expiring" || this.#state === "expired";
  }

  /** @internal The deadline was reached, unless it was moved meanwhile. */
  run(): void {
    if (this.#when === null || this.slot !== -1 || this.#soon !== null) return;
    try {
      this.#expire();
    } catch (exception) {
      // What the task waits for, or who watches it, can't be cancelled.
      this.#task.getLoop().callExceptionHandler({ message: `Exception in callback of ${this.toString()}`, exception });
    }
  }

  #expire(): void {
    if (this.#state !== "active") return;
    this.#task.cancel();
    this.#state = "expiring";
  }

  #unschedule(): void {
    this.#soon?.cancel();
    this.#soon = null;
    this.#task.getLoop().unschedule(this);
  }

  /** @internal The body has ended by `error`: what the caller gets. Only a cancellation by this limit alone is a timeout. */
  _translate(error: unknown): unknown {
    const ours = this.#uncancelled();
    return ours && isCancelledError(error) ? new TimeoutError("", { cause: error }) : error;
  }

  /** @internal The body has ended, or was closed. */
  _end(): void {
    this.#unschedule();
    if (this.#state === "active") this.#state = "finished";
    else this.#uncancelled();
  }

  /** @internal Takes back the request to cancel that the limit made; true when none but older ones remain. */
  #uncancelled(): boolean {
    if (this.#state !== "expiring") return false;
    this.#state = "expired";
    return this.#task.uncancel() <= this.#cancelling;
  }

  /** Its state and deadline. */
  toString(): string {
    return `<Timeout [${this.#state}]${this.#state === "active" ? ` when=${this.#when}` : ""}>`;
  }
}

/**
 * Runs `body` with a time limit: when it is reached the body is cancelled, and TimeoutError thrown here.
 *
 * Mirrors `asyncio.timeout`.
 *
 * @param ms milliseconds from now; null for no limit
 * @param body gets the limit, to look at it or move it
 * @returns what the body returns
 * @throws TimeoutError when the limit was reached; its `cause` is the CancelledError
 * @throws Error outside a task
 *
 * @example
 * ```ts
 * import { run, sleep, timeout, TimeoutError } from "@asyncio-ts/tasks";
 *
 * await run(function* () {
 *   try {
 *     yield* timeout(10, function* () {
 *       yield* sleep(60_000);
 *     });
 *   } catch (error) {
 *     if (!(error instanceof TimeoutError)) throw error;
 *     console.log("Timed out!"); // prints Timed out!
 *   }
 * });
 * ```
 */
export function timeout<T>(ms: number | null, body: (scope: Timeout) => Coroutine<T>): Coroutine<T> {
  return timeLimit(ms, true, body);
}

/**
 * The same with a deadline on the loop's clock. Mirrors `asyncio.timeout_at`.
 *
 * @param when milliseconds on the loop's clock; null for no limit
 */
export function timeoutAt<T>(when: number | null, body: (scope: Timeout) => Coroutine<T>): Coroutine<T> {
  return timeLimit(when, false, body);
}

function* timeLimit<T>(limit: number | null, fromNow: boolean, body: (scope: Timeout) => Coroutine<T>): Coroutine<T> {
  const now = getRunningLoop().time();
  const scope = new Timeout(fromNow && limit !== null ? now + limit : limit, now);
  try {
    return yield* delegate(body(scope));
  } catch (error) {
    throw scope._translate(error);
  } finally {
    scope._end();
  }
}
