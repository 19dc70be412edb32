import type { Timer } from "@asyncio-ts/loop";
import { host } from "@asyncio-ts/loop/kit";
import type { Coroutine } from "./awaitable.ts";
import type { EventLoop } from "./event-loop.ts";
import { Future } from "./future.ts";
import { MARK } from "./mark.ts";
import { finish, type Operating, operation } from "./operation.ts";
import { getRunningLoop } from "./running-loop.ts";
import { FINISHED } from "./state.ts";
import { steps } from "./steps.ts";

/** Below this, a sleep looks like the seconds of a program that was ported from Python. */
const SECONDS_OF_A_PORT = 10;

/** A future that stands in the loop's timers itself. */
class Alarm extends Future<void> implements Timer {
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

class Sleep<T> implements Operating {
  readonly ms: number;
  readonly result: T;
  alarm: Alarm | null = null;
  over = false;

  constructor(ms: number, result: T) {
    this.ms = ms;
    this.result = result;
  }

  next(): IteratorResult<any, T | undefined> {
    if (this.over) return finish(undefined);
    const answer = (this.alarm ??= setAlarm(this.ms)).next();
    return answer.done === true ? finish(this.result) : answer;
  }

  leave(): void {
    this.over = true;
    if (this.alarm !== null) this.alarm._loop.unschedule(this.alarm);
  }
}

operation(Sleep, "sleep");

/** Lets one pass of the loop go by. */
class Pass<T> implements Operating {
  readonly result: T;
  begun = false;

  constructor(result: T) {
    this.result = result;
  }

  next(): IteratorResult<any, T> {
    if (this.begun) return finish(this.result);
    this.begun = true;
    steps.suspensions = 0;
    steps.parked.value = undefined;
    return steps.parked;
  }

  leave(): void {
    this.begun = true;
  }
}

operation(Pass, "sleep");

function setAlarm(ms: number): Alarm {
  if (typeof ms !== "number" || Number.isNaN(ms)) throw new TypeError(`sleep: a number of milliseconds was expected, got ${String(ms)}`);
  const loop = getRunningLoop();
  if (ms < SECONDS_OF_A_PORT && loop.getDebug()) {
    host.console.warn(`sleep(${ms}) waits for ${ms} milliseconds; a port of asyncio.sleep(${ms}) is sleep(${ms * 1000})`);
  }
  return new Alarm(loop, ms);
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

Object.defineProperty(sleep, MARK, { value: "sleep" });
