import { checkMilliseconds, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { TraceEvent } from "./trace-event.ts";
import type { TracedUnit } from "./traced-unit.ts";

/** A stretch of a task or a callback in one state, as `statesOf` returns it. */
export interface StateSpan {
  /** The task or callback. */
  readonly unit: TracedUnit;
  /** The state. A task that is ready waits for its turn. */
  readonly state: "ready" | "running" | "waiting";
  /** The index of the event that began the span. Spans of one instant keep their order by it. */
  readonly first: number;
  /** The index of the event that ended the span; the number of events if none did. */
  readonly last: number;
  /** Milliseconds on the loop's clock. */
  readonly from: number;
  /** Milliseconds on the loop's clock. */
  readonly to: number;
  /** The object that the task waits for; null in the other states. */
  readonly on: TracedUnit | null;
  /** Whether a cancellation was requested and not taken back. */
  readonly isCancelling: boolean;
  /** The unit that ended the state before: woke or created the task. */
  readonly by: TracedUnit | null;
  /** Whether the span was not over at the end of the recording. */
  readonly isOpen: boolean;
  /** Whether the task became ready by its own bare yield. */
  readonly isYield: boolean;
}

type Begun = Omit<StateSpan, "last" | "to" | "isOpen">;

/**
 * Returns the stretches in which each task and callback was running, ready or waiting, in the order of their ends.
 *
 * @param events the events of a recording, or a copy of them
 * @param ended the time at which the spans that are still open end, in milliseconds on the loop's clock
 *
 * @throws TypeError if `events` are no events, or `ended` is no number
 *
 * @example
 * ```ts
 * import { run, sleep } from "@asyncio-ts/tasks";
 * import { VirtualLoop } from "@asyncio-ts/testing";
 * import { record, statesOf } from "@asyncio-ts/trace";
 *
 * const loop = new VirtualLoop();
 * const recording = record(loop);
 * run(sleep(250), { loop });
 *
 * for (const { from, on, state, to } of statesOf(recording.events, recording.ended)) {
 *   if (state === "waiting") console.log(`${from} to ${to}: waits for ${on?.name}`);
 * }
 * // prints 0 to 250: waits for sleep
 * ```
 */
export function statesOf(events: readonly TraceEvent[], ended: number): StateSpan[] {
  if (!Array.isArray(events) || !events.every(isEvent)) throw wrongArgument("statesOf", "an array of events of a recording", events);
  checkMilliseconds("statesOf", ended);
  const spans: StateSpan[] = [];
  const present = new Map<number, Begun>();
  const cancelling = new Set<number>();
  const end = (id: number, at: number, time: number, isOpen = false): void => {
    const begun = present.get(id);
    if (begun !== undefined) spans.push({ ...begun, last: at, to: time, isOpen });
    present.delete(id);
  };
  for (const [at, { kind, time, unit, by, on }] of events.entries()) {
    if (unit === null) continue;
    const { id } = unit;
    const begin = (state: StateSpan["state"], isYield = false): void => {
      end(id, at, time);
      present.set(id, { unit, state, first: at, from: time, on, isCancelling: cancelling.has(id), by, isYield });
    };
    if ((kind === "spawned" && unit.kind === "task") || kind === "woken") begin("ready");
    else if (kind === "stepBegan") begin("running");
    // A step without a wait: the task is done, or ready again because of an error.
    else if (kind === "stepEnded" && unit.kind === "task") begin("ready");
    else if (kind === "parked") begin(on === null ? "ready" : "waiting", on === null);
    else if (kind === "stepEnded" || kind === "finished") end(id, at, time);
    else if (kind === "cancelled" && unit.kind === "task") cancelling.add(id);
    else if (kind === "uncancelled") cancelling.delete(id);
  }
  for (const id of present.keys()) end(id, events.length, ended, true);
  // The step's own end and the wait after it are two events at one time: the state between them is none.
  return spans.filter((span) => !(span.state === "ready" && span.last === span.first + 1 && isStepEnd(events, span)));
}

function isStepEnd(events: readonly TraceEvent[], span: StateSpan): boolean {
  const next = events[span.last];
  return (
    events[span.first]?.kind === "stepEnded" && next?.unit?.id === span.unit.id && (next.kind === "parked" || next.kind === "finished")
  );
}

function isEvent(value: unknown): value is TraceEvent {
  const { kind, on, time, unit } = (value ?? {}) as Partial<TraceEvent>;
  return typeof kind === "string" && typeof time === "number" && [unit, on].every((one) => one === null || typeof one?.id === "number");
}
