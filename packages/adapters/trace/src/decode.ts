import * as ring from "./ring.ts";
import type { EventKind, TraceEvent } from "./trace-event.ts";
import type { TracedTask } from "./traced-task.ts";
import { NONE, YIELD } from "./traced-unit.ts";
import type { UnitTable } from "./unit-table.ts";

/** The kinds of the entries that are one event each. */
const KINDS = new Map<number, EventKind>([
  [ring.BEGAN, "stepBegan"],
  [ring.BEGAN_BEFORE, "stepBegan"],
  [ring.SPAWNED, "spawned"],
  [ring.WOKEN, "woken"],
  [ring.CANCELLED, "cancelled"],
  [ring.UNCANCELLED, "uncancelled"],
  [ring.FINISHED, "finished"],
  [ring.TIMER_SET, "timerSet"],
  [ring.TIMER_FIRED, "timerFired"],
]);

/** Returns the events of entries: a step is its begin, its end and its wait. */
export function decode(entries: readonly ring.Entry[], units: UnitTable, tasks: ReadonlyMap<number, TracedTask>): TraceEvent[] {
  const events: TraceEvent[] = [];
  const unitOf = (code: number) => units.unit(code, tasks);
  const begun = new Set<number>();
  for (const entry of timed(entries)) {
    const { kind, time, began } = entry;
    const unit = unitOf(entry.unit);
    const other = unitOf(entry.other);
    const plain = KINDS.get(kind);
    if (kind === ring.STEP) {
      if (!begun.delete(entry.unit)) events.push({ kind: "stepBegan", time: began, unit, by: null, on: null });
      events.push({ kind: "stepEnded", time, unit, by: null, on: null });
      if (entry.other !== NONE) events.push({ kind: "parked", time, unit, by: null, on: entry.other === YIELD ? null : other });
    } else if (kind === ring.CONSOLE) events.push({ kind: "console", time, unit, by: null, on: null, text: other?.name ?? "" });
    else if (kind === ring.NEVER_AWAITED) {
      events.push({ kind: "neverAwaited", time, unit: null, by: null, on: null, text: other?.name ?? "", place: unit?.name ?? null });
    } else if (plain !== undefined) {
      if (plain === "stepBegan") begun.add(entry.unit);
      const deadline = Number.isNaN(began) ? {} : { deadline: began };
      events.push({ kind: plain, time, unit, by: other, on: null, ...deadline });
    }
  }
  return events;
}

/** Returns the entries with times for the steps for which the clock was not read: they share the time between two reads. */
export function timed(entries: readonly ring.Entry[]): ring.Entry[] {
  const result: ring.Entry[] = [];
  let known = firstTime(entries);
  let untimed: ring.Entry[] = [];
  /** @returns the time that each of them takes */
  const flush = (until: number, steps: number): number => {
    const each = (until - known) / Math.max(steps, 1);
    for (const [i, entry] of untimed.entries()) result.push({ ...entry, began: known + i * each, time: known + (i + 1) * each });
    untimed = [];
    return each;
  };
  for (const entry of entries) {
    const { began, kind, time } = entry;
    if (Number.isNaN(time)) {
      untimed.push(entry);
      continue;
    }
    if (kind === ring.BEGAN_BEFORE || (kind === ring.STEP && Number.isNaN(began))) {
      const from = Math.max(time - flush(time, untimed.length + 1), known);
      result.push(kind === ring.STEP ? { ...entry, began: from } : { ...entry, time: from });
    } else {
      flush(kind === ring.STEP ? began : time, untimed.length);
      result.push(entry);
    }
    known = time;
  }
  flush(known, untimed.length);
  return result;
}

function firstTime(entries: readonly ring.Entry[]): number {
  const first = entries.find(({ time }) => !Number.isNaN(time));
  return first === undefined ? 0 : Number.isNaN(first.began) || first.kind !== ring.STEP ? first.time : first.began;
}
