import type { Timer } from "@asyncio-ts/loop";
import { host } from "@asyncio-ts/loop/kit";
import type { Coroutine } from "./awaitable.ts";
import type { EventLoop } from "./event-loop.ts";
import { Future } from "./future.ts";
import { getRunningLoop } from "./running-loop.ts";
import { FINISHED } from "./state.ts";
import { steps } from "./steps.ts";

/** Below this, a sleep looks like the seconds of a program that was ported from Python. */
const SECONDS_OF_A_PORT = 10;

/** A future that stands in the loop's timers itself. */
class Alarm<T> extends Future<T> implements Timer {
  deadline: number;
  order = 0;
  slot = -1;
  readonly #result: T;

  constructor(loop: EventLoop, ms: number, result: T) {
    super({ loop });
    this.deadline = loop.time() + ms;
    this.#result = result;
    loop.schedule(this);
  }

  /** The deadline was reached; once done, its callbacks. */
  override run(): void {
    if (this._state >= FINISHED) super.run();
    else this._settle(FINISHED, this.#result);
  }
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
export function* sleep(ms: number, result?: unknown): Coroutine<unknown> {
  if (typeof ms !== "number" || Number.isNaN(ms)) throw new TypeError(`sleep: a number of milliseconds was expected, got ${String(ms)}`);
  if (ms <= 0) {
    steps.suspensions = 0;
    yield undefined as never;
    return result;
  }
  const loop = getRunningLoop();
  if (ms < SECONDS_OF_A_PORT && loop.getDebug()) {
    host.console.warn(`sleep(${ms}) waits for ${ms} milliseconds; a port of asyncio.sleep(${ms}) is sleep(${ms * 1000})`);
  }
  const alarm = new Alarm(loop, ms, result);
  try {
    return yield* alarm;
  } finally {
    loop.unschedule(alarm);
  }
}
