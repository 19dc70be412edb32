import type { TraceEvent } from "./trace-event.ts";
import type { TracedUnit } from "./traced-unit.ts";

/** A stretch of a task or a callback in one state. */
export interface StateSpan {
  readonly unit: TracedUnit;
  readonly state: "ready" | "running" | "waiting";
  /** The places of the span in the events, by which spans of one instant keep their order. */
  readonly first: number;
  readonly last: number;
  readonly from: number;
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

/** Returns the spans of all tasks and callbacks of the events, in the order of their ends. */
export function statesOf(events: readonly TraceEvent[], ended: number): StateSpan[] {
  const spans: StateSpan[] = [];
  const present = new Map<number, Begun>();
  const cancelling = new Set<number>();
  const units = new Map<number, TracedUnit>();
  const end = (id: number, at: number, time: number, isOpen = false): void => {
    const begun = present.get(id);
    if (begun !== undefined) spans.push({ ...begun, last: at, to: time, isOpen });
    present.delete(id);
  };
  for (const [at, { kind, time, unit, by, on }] of events.entries()) {
    if (unit === null) continue;
    const { id } = unit;
    units.set(id, unit);
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
