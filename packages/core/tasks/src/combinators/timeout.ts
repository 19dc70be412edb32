import type { Handle } from "@asyncio-ts/loop";
import { checkMilliseconds, repr, schedule, unschedule, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "../coroutines/awaitable.ts";
import { delegate } from "../coroutines/delegate.ts";
import { currentTask } from "../kernel/current-task.ts";
import { isCancelledError, TimeoutError } from "../kernel/errors.ts";
import { getRunningLoop } from "../kernel/running-loop.ts";
import type { Task } from "../kernel/task.ts";
import { checkBody, checkBodyResult } from "./body.ts";
import { hintIfSwallowed } from "./swallowed.ts";

/** A time limit around a body, as passed to the body. Mirrors `asyncio.Timeout`. */
export class Timeout {
  #state: "active" | "expiring" | "expired" | "finished" = "active";
  readonly #task: Task<unknown>;
  /** The number of cancellation requests at the start of the body. */
  readonly #cancelling: number;
  #when: number | null = null;
  readonly #caller: string;
  readonly #start: number;
  /** The awaited future at the deadline, as text. */
  #awaited = "";
  /** Whether the body has read that the deadline was reached. It may then return a value of its own. */
  #isExpiryRead = false;
  /** The callback for a deadline in the past, which has no timer. */
  #soon: Handle | null = null;
  // A time limit is its own timer.

  /** @internal */
  context = null;
  /** @internal */
  deadline = Infinity;
  /** @internal */
  order = 0;
  /** @internal */
  slot = -1;

  /** @internal */
  constructor(caller: string, when: number | null, now: number) {
    const task = currentTask();
    if (task === null) throw new Error("timeout() must be called inside a task");
    this.#task = task;
    this.#cancelling = task.cancelling();
    this.#caller = caller;
    this.#start = now;
    this.#schedule(when, now);
  }

  /** Returns the deadline, in milliseconds on the loop's clock; null for none. */
  when(): number | null {
    return this.#when;
  }

  /**
   * Changes the deadline.
   *
   * @param when milliseconds on the loop's clock; null for none. A deadline in the past fires in the next pass.
   * @throws TypeError if `when` is neither a number nor null
   * @throws Error after the deadline, or after the end of the body
   */
  reschedule(when: number | null): void {
    if (this.#state !== "active") throw new Error(`reschedule: an active time limit was expected, got one that is ${this.#state}`);
    this.#schedule(when, getRunningLoop().time());
  }

  #schedule(when: number | null, now: number): void {
    checkMilliseconds("timeout", when, true);
    this.#unschedule();
    this.#when = when;
    if (when === null) return;
    const loop = this.#task.getLoop();
    this.deadline = when;
    if (when > now) schedule(loop, this);
    else this.#soon = loop.callSoon(() => this.#expire());
  }

  /** Returns whether the deadline was reached while the body ran. */
  expired(): boolean {
    this.#isExpiryRead ||= this.#state === "expiring";
    return this.#state === "expiring" || this.#state === "expired";
  }

  /** @internal Called at the deadline, which may have changed since. */
  run(): void {
    if (this.#when === null || this.slot !== -1 || this.#soon !== null) return;
    try {
      this.#expire();
    } catch (exception) {
      // The cancel of an awaited future, or a cancel watch, has thrown.
      this.#task.getLoop().callExceptionHandler({ message: `Exception in callback of ${this.toString()}`, exception });
    }
  }

  #expire(): void {
    if (this.#state !== "active") return;
    if (this.#task._waiting !== null) this.#awaited = `, waiting for ${repr(this.#task._waiting)}`;
    this.#task.cancel();
    this.#state = "expiring";
  }

  #unschedule(): void {
    this.#soon?.cancel();
    this.#soon = null;
    unschedule(this.#task.getLoop(), this);
  }

  /** @internal Returns the error for the caller, after the body has thrown. Only a cancellation by this limit alone is a timeout. */
  _translate(error: unknown): unknown {
    const isLast = this.#uncancel();
    if (!isLast || !isCancelledError(error)) return error;
    return new TimeoutError(`${this.#passed()}${this.#awaited}`, { cause: error });
  }

  #passed(): string {
    return `${this.#caller}: the time limit of ${Math.round(this.#when! - this.#start)} ms has passed`;
  }

  /** @internal Called when the body has returned, by a combinator. Gives a hint in debug mode if this limit had cancelled the body. */
  _bodyReturned(combinator: (...args: never[]) => unknown): void {
    if (this.#state === "expiring" && !this.#isExpiryRead) hintIfSwallowed(this.#task, this.#cancelling, this.#passed(), combinator);
  }

  /** @internal Called when the body has ended or was closed. */
  _end(): void {
    this.#unschedule();
    if (this.#state === "active") this.#state = "finished";
    else this.#uncancel();
  }

  /** Removes the cancellation request of this limit. Returns whether only requests from before the body remain. */
  #uncancel(): boolean {
    if (this.#state !== "expiring") return false;
    this.#state = "expired";
    return this.#task.uncancel() <= this.#cancelling;
  }

  /** Returns the state and the deadline as text. */
  toString(): string {
    return `<Timeout [${this.#state}]${this.#state === "active" ? ` when=${this.#when}` : ""}>`;
  }
}

/**
 * Runs `body` with a time limit. At the deadline the body is cancelled, and TimeoutError is thrown here.
 *
 * Mirrors `asyncio.timeout`.
 *
 * @param ms milliseconds from now; null for no limit
 * @param body called with the limit, which it can read and change
 * @returns the result of the body
 * @throws TimeoutError at the deadline; its `cause` is the CancelledError
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
  return timeLimit("timeout", ms, body);
}

/**
 * Same as `timeout`, with a deadline on the loop's clock. Mirrors `asyncio.timeout_at`.
 *
 * @param when milliseconds on the loop's clock; null for no limit
 */
export function timeoutAt<T>(when: number | null, body: (scope: Timeout) => Coroutine<T>): Coroutine<T> {
  return timeLimit("timeoutAt", when, body);
}

/** Checks a time limit. @throws TypeError if it is neither a number nor null; the error says if `subject` is in its place */
export function checkLimit(caller: string, limit: unknown, subject: unknown): void {
  const isSwapped = typeof limit !== "number" && limit !== null && (typeof subject === "number" || subject === null);
  if (!isSwapped) return checkMilliseconds(caller, limit, true);
  const { message } = wrongArgument(caller, "a number of milliseconds or null", limit);
  throw new TypeError(`${message}; the arguments are in the wrong order`);
}

function* timeLimit<T>(caller: string, limit: number | null, body: (scope: Timeout) => Coroutine<T>): Coroutine<T> {
  checkLimit(caller, limit, body);
  checkBody(caller, body);
  const now = getRunningLoop().time();
  const scope = new Timeout(caller, caller === "timeout" && limit !== null ? now + limit : limit, now);
  try {
    const result = yield* delegate(checkBodyResult(caller, body(scope)));
    scope._bodyReturned(timeLimit);
    return result;
  } catch (error) {
    throw scope._translate(error);
  } finally {
    scope._end();
  }
}
