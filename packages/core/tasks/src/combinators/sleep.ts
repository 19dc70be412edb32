import type { Context, Timer } from "@asyncio-ts/loop";
import { checkMilliseconds, host, schedule, unschedule } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "../coroutines/awaitable.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import { Future } from "../kernel/future.ts";
import { COROUTINE_NAME } from "../coroutines/coroutine-name.ts";
import { type OperationBody, operation } from "../coroutines/operation.ts";
import { getRunningLoop } from "../kernel/running-loop.ts";
import { FINISHED } from "../kernel/future-state.ts";
import { completed, traps } from "../coroutines/traps.ts";

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
  over = false;

  constructor(ms: number, result: T) {
    this.ms = ms;
    this.result = result;
  }

  next(): IteratorResult<any, T | undefined> {
    if (this.over) return completed(undefined);
    const answer = (this.timer ??= startTimer(this.ms)).next(undefined);
    return answer.done === true ? completed(this.result) : answer;
  }

  leave(): void {
    this.over = true;
    if (this.timer !== null) unschedule(this.timer._loop, this.timer);
  }
}

operation(Sleep, "sleep");

/** Waits for the next pass of the loop. */
class BareYield<T> implements OperationBody {
  readonly result: T;
  begun = false;

  constructor(result: T) {
    this.result = result;
  }

  next(): IteratorResult<any, T> {
    if (this.begun) return completed(this.result);
    this.begun = true;
    traps.suspensions = 0;
    traps.parked.value = undefined;
    return traps.parked;
  }

  leave(): void {
    this.begun = true;
  }
}

operation(BareYield, "sleep");

function startTimer(ms: number): SleepTimer {
  checkMilliseconds("sleep", ms);
  const loop = getRunningLoop();
  if (ms < SUSPICIOUSLY_SHORT && loop.getDebug()) {
    host.console.warn(`sleep(${ms}) waits for ${ms} milliseconds; a port of asyncio.sleep(${ms}) is sleep(${ms * 1000})`);
  }
  return new SleepTimer(loop, ms);
}

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
  return (typeof ms === "number" && ms <= 0 ? new BareYield(result) : new Sleep(ms, result)) as never;
}

Object.defineProperty(sleep, COROUTINE_NAME, { value: "sleep" });
