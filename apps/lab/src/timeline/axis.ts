import type { TraceEvent } from "@asyncio-ts/trace";

// Widths on the axis. On a virtual clock steps take no time, so they get a width of their own, and time gets what is left.
const BEFORE_STEP = 0.5;
const STEP = 1;
const INSIDE_STEP = 0.3;
/** Before the loop cancels the tasks that are left, so that it is seen what they waited for. */
const BEFORE_END = 5;
/** The least width of a stretch of time. */
const LEAST_GAP = 1.5;
/** The width of all stretches of time together, in widths of steps. */
const TIME_SHARE = 1.2;
const LEAST_TIME = 24;

/** A moment at which something happened. */
export interface Moment {
  readonly x: number;
  readonly time: number;
}

/**
 * The horizontal axis of a run: the events in their order, with time between them.
 *
 * Each step is as wide as any other. The rest of the width is shared among the stretches of time, by their lengths.
 */
export class Axis {
  /** Where each event happened. */
  readonly xs: Float64Array;
  readonly moments: readonly Moment[];
  readonly width: number;
  readonly #times: Float64Array;
  readonly #ended: number;

  constructor(events: readonly TraceEvent[], began: number, ended: number) {
    const steps = events.filter(isTaskStep).length;
    const scale = Math.max(steps * TIME_SHARE, LEAST_TIME) / Math.max(ended - began, Number.MIN_VALUE);
    const gap = (ms: number) => (ms > 0 ? Math.max(ms * scale, LEAST_GAP) : 0);
    const xs = new Float64Array(events.length);
    const times = new Float64Array(events.length);
    const moments: Moment[] = [{ x: 0, time: began }];
    let x = 0;
    let now = began;
    let isEnding = false;
    for (const [at, event] of events.entries()) {
      const { time } = event;
      x += gap(time - now);
      if (time > now) moments.push({ x, time });
      now = Math.max(now, time);
      times[at] = now;
      x += isTaskStep(event) ? BEFORE_STEP : !isEnding && isByHost(event) ? BEFORE_END : 0;
      isEnding = isByHost(event) || (isEnding && !isTaskStep(event));
      xs[at] = x;
      x += widthOf(event);
    }
    x += gap(ended - now);
    if (ended > now) moments.push({ x, time: ended });
    this.width = x + BEFORE_STEP;
    this.xs = xs;
    this.moments = moments;
    this.#times = times;
    this.#ended = ended;
  }

  /** Returns the number of events up to a place. */
  eventsAt(x: number): number {
    let [low, high] = [0, this.xs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.xs[middle]! <= x) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Returns the place after so many events, or later, at a time. The number may be that of another run. */
  placeOf(applied: number, time: number | null): number {
    const at = Math.min(applied, this.xs.length) - 1;
    const reached = at < 0 ? 0 : this.xs[at]!;
    if (time === null) return reached;
    let [low, high] = [this.timeAt(reached) > time ? 0 : reached, this.width];
    if (this.timeAt(low) >= time) return low;
    for (let i = 0; i < 50; i++) {
      const middle = (low + high) / 2;
      if (this.timeAt(middle) < time) low = middle;
      else high = middle;
    }
    return high;
  }

  /** Returns the time at a place. */
  timeAt(x: number): number {
    const next = this.eventsAt(x);
    const before = this.moments.findLast((moment) => moment.x <= x) ?? this.moments[0]!;
    const after = this.moments.find((moment) => moment.x > x);
    const reached = next === 0 ? before.time : Math.max(this.#times[next - 1]!, before.time);
    if (after === undefined) return x >= this.width ? this.#ended : reached;
    // Time passes only after the last event of a moment.
    const from = Math.max(next === 0 ? 0 : this.xs[next - 1]!, before.x);
    const isInGap = next === this.xs.length || this.#times[next]! > reached;
    return isInGap && after.x > from ? reached + ((after.time - reached) * (x - from)) / (after.x - from) : reached;
  }
}

function isTaskStep({ kind, unit }: TraceEvent): boolean {
  return kind === "stepBegan" && unit?.kind === "task";
}

/** Whether a task is cancelled by no other: the loop cancels what is left. */
function isByHost({ by, kind, unit }: TraceEvent): boolean {
  return kind === "cancelled" && unit?.kind === "task" && by === null;
}

function widthOf(event: TraceEvent): number {
  if (isTaskStep(event)) return STEP;
  return event.kind === "console" || event.kind === "woken" || event.kind === "cancelled" ? INSIDE_STEP : 0;
}
