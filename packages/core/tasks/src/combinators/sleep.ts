import type { Context, Timer } from "@asyncio-ts/loop";
import { checkMilliseconds, schedule, unschedule } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "../coroutines/awaitable.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import { Future } from "../kernel/future.ts";
import { COROUTINE_NAME } from "../coroutines/coroutine-name.ts";
import { hint } from "../coroutines/hint.ts";
import { tracksOperations, trackOperation, untrackOperation } from "../coroutines/operation-origin.ts";
import { type OperationBody, operation } from "../coroutines/operation.ts";
import { getRunningLoop } from "../kernel/running-loop.ts";
import { FINISHED } from "../kernel/future-state.ts";
import { completed, traps } from "../coroutines/traps.ts";
import { HAS_DIAGNOSTICS } from "../coroutines/edition.ts";

/** Fewer milliseconds look like seconds in a program ported from Python. */
const SUSPICIOUSLY_SHORT = 10;

/** A future that is a timer of its loop itself. */
class SleepTimer extends Future<void> implements Timer {
  context: Context | null = null;
  deadline: number;
  order = 0;
  slot = -1;

  constructor(loop: EventLoop, ms: number) {
    super({ loop });
    this.deadline = loop.time() + ms;
    schedule(loop, this);
  }

  /** The order of the tasks that it wakes is chosen in the next pass. On the prototype, because a field would cost memory. */
  get isWakeUp(): boolean {
    return true;
  }

  /** Called at the deadline. */
  run(): void {
    if (this._state < FINISHED) this._settle(FINISHED, undefined);
  }

  /** @internal */
  override _settle(state: number, value: unknown): void {
    super._settle(state, value);
    unschedule(this._loop, this);
  }
}

class Sleep<T> implements OperationBody {
  readonly ms: number;
  readonly result: T;
  timer: SleepTimer | null = null;
  finished = false;

  constructor(ms: number, result: T) {
    this.ms = ms;
    this.result = result;
  }

  next(): IteratorResult<any, T | undefined> {
    if (this.finished) return completed(undefined);
    const answer = (this.timer ??= this.start()).next(undefined);
    if (answer.done !== true) return answer;
    this.finished = true;
    return completed(this.result);
  }

  start(): SleepTimer {
    const origin = untrackOperation(this);
    checkMilliseconds("sleep", this.ms);
    const loop = getRunningLoop();
    if (HAS_DIAGNOSTICS && this.ms < SUSPICIOUSLY_SHORT && loop.getDebug()) hintAtSeconds(this.ms, origin);
    return new SleepTimer(loop, this.ms);
  }

  leave(): void {
    this.finished = true;
    if (tracksOperations()) untrackOperation(this);
    if (this.timer !== null) unschedule(this.timer._loop, this.timer);
  }
}

operation(Sleep, "sleep");

function hintAtSeconds(ms: number, origin: Error | null): void {
  hint(`sleep(${ms}) waits for ${ms} milliseconds; a port of asyncio.sleep(${ms}) is sleep(${ms * 1000})`, origin, 1);
}

/** The stages of a `BareYield`. */
const NEW = 0;
const BEGUN = 1;
const OVER = 2;

/** Waits for the next pass of the loop. The most frequent operation, so it has few fields. */
class BareYield<T> implements OperationBody {
  readonly result: T;
  stage = NEW;

  constructor(result: T) {
    this.result = result;
  }

  get finished(): boolean {
    return this.stage === OVER;
  }

  next(): IteratorResult<any, T | undefined> {
    if (this.stage !== NEW) return completed(this.end());
    this.stage = BEGUN;
    if (tracksOperations()) untrackOperation(this);
    traps.suspensions = 0;
    traps.parked.value = undefined;
    return traps.parked;
  }

  /** Ends the wait. Returns the result the first time. */
  end(): T | undefined {
    if (this.stage === OVER) return undefined;
    this.stage = OVER;
    return this.result;
  }

  leave(): void {
    this.stage = OVER;
    if (tracksOperations()) untrackOperation(this);
  }
}

operation(BareYield, "sleep");

/**
 * Waits for `ms` milliseconds. At 0 or below, waits for the next pass of the loop.
 *
 * Mirrors `asyncio.sleep`, which counts seconds.
 *
 * @param result the value to return
 * @throws TypeError if `ms` is no number
 */
export function sleep(ms: number): Coroutine<void>;
export function sleep<T>(ms: number, result: T): Coroutine<T>;
export function sleep(ms: number, result?: unknown): Coroutine<unknown> {
  const operation = typeof ms === "number" && ms <= 0 ? new BareYield(result) : new Sleep(ms, result);
  if (tracksOperations()) trackOperation(operation, "sleep", sleep);
  return operation as never;
}

Object.defineProperty(sleep, COROUTINE_NAME, { value: "sleep" });
