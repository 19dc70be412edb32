import type { Timer } from "@asyncio-ts/loop";
import { host } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "../coroutines/awaitable.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import { Future } from "../kernel/future.ts";
import { COROUTINE_NAME } from "../coroutines/coroutine-name.ts";
import { finish, type OperationBody, operation } from "../coroutines/operation.ts";
import { getRunningLoop } from "../kernel/running-loop.ts";
import { FINISHED } from "../kernel/future-state.ts";
import { traps } from "../coroutines/traps.ts";

/** Below this, a sleep looks like the seconds of a program that was ported from Python. */
const SECONDS_OF_A_PORT = 10;

/** A future that stands in the loop's timers itself. */
class SleepTimer extends Future<void> implements Timer {
  deadline: number;
  order = 0;
  slot = -1;

  constructor(loop: EventLoop, ms: number) {
    super({ loop });
    this.deadline = loop.time() + ms;
    loop.schedule(this);
  }

  /** The deadline was reached; once done, its callbacks. */
  override run(): void {
    if (this._state >= FINISHED) super.run();
    else this._settle(FINISHED, undefined);
  }

  /** @internal */
  override _settle(state: number, value: unknown): void {
    this._loop.unschedule(this);
    super._settle(state, value);
  }
}

class Sleep<T> implements OperationBody {
  readonly ms: number;
  readonly result: T;
  alarm: SleepTimer | null = null;
  over = false;

  constructor(ms: number, result: T) {
    this.ms = ms;
    this.result = result;
  }

  next(): IteratorResult<any, T | undefined> {
    if (this.over) return finish(undefined);
    const answer = (this.alarm ??= startTimer(this.ms)).next();
    return answer.done === true ? finish(this.result) : answer;
  }

  leave(): void {
    this.over = true;
    if (this.alarm !== null) this.alarm._loop.unschedule(this.alarm);
  }
}

operation(Sleep, "sleep");

/** Lets one pass of the loop go by. */
class Pass<T> implements OperationBody {
  readonly result: T;
  begun = false;

  constructor(result: T) {
    this.result = result;
  }

  next(): IteratorResult<any, T> {
    if (this.begun) return finish(this.result);
    this.begun = true;
    traps.suspensions = 0;
    traps.parked.value = undefined;
    return traps.parked;
  }

  leave(): void {
    this.begun = true;
  }
}

operation(Pass, "sleep");

function startTimer(ms: number): SleepTimer {
  if (typeof ms !== "number" || Number.isNaN(ms)) throw new TypeError(`sleep: a number of milliseconds was expected, got ${String(ms)}`);
  const loop = getRunningLoop();
  if (ms < SECONDS_OF_A_PORT && loop.getDebug()) {
    host.console.warn(`sleep(${ms}) waits for ${ms} milliseconds; a port of asyncio.sleep(${ms}) is sleep(${ms * 1000})`);
  }
  return new SleepTimer(loop, ms);
}

/**
 * Waits for `ms` milliseconds; at 0 or below it lets one pass of the loop go by.
 *
 * Mirrors `asyncio.sleep`, which counts seconds.
 *
 * @param result what to return
 * @throws TypeError when `ms` is no number
 */
export function sleep(ms: number): Coroutine<void>;
export function sleep<T>(ms: number, result: T): Coroutine<T>;
export function sleep(ms: number, result?: unknown): Coroutine<unknown> {
  return (typeof ms === "number" && ms <= 0 ? new Pass(result) : new Sleep(ms, result)) as never;
}

Object.defineProperty(sleep, COROUTINE_NAME, { value: "sleep" });
