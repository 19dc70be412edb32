import { type StateSpan, statesOf, type TraceEvent } from "@asyncio-ts/trace";
import type { RunRecord, Suspension } from "../protocol/run-record.ts";
import { Axis } from "./axis.ts";
import { type Link, linksOf } from "./links.ts";
import { type Row, rowsOf } from "./rows.ts";
import type { Lane } from "./task-view.ts";

/** A console line of a run. */
export interface Line {
  /** The index of the event. */
  readonly at: number;
  readonly time: number;
  readonly text: string;
  /** The task that wrote it. */
  readonly task: { readonly id: number; readonly name: string } | null;
}

/** A recorded run, laid out on an axis. */
export class Timeline {
  readonly record: RunRecord;
  readonly axis: Axis;
  readonly rows: readonly Row[];
  /** The lanes by the tasks' places in the order of creation. */
  readonly lanes: ReadonlyMap<number, Lane>;
  readonly links: readonly Link[];
  readonly lines: readonly Line[];
  /** The indexes of the events that end a step of a task. */
  readonly stepEnds: readonly number[];
  /** The number of steps that have ended with each event. */
  readonly #steps: Uint32Array;
  /** By the number of steps that have ended. */
  readonly #suspensions: ReadonlyMap<number, Suspension>;

  constructor(record: RunRecord) {
    const { began, ended, events, suspensions, tasks } = record;
    this.record = record;
    this.axis = new Axis(events, began, ended);
    this.rows = rowsOf(tasks);
    const spans = Map.groupBy(statesOf(events, ended), ({ unit }) => unit.id);
    const [born, done] = [firstOf(events, "spawned"), firstOf(events, "finished")];
    this.lanes = new Map(
      tasks.map((task) => [
        task.id,
        { task, spans: inOrder(spans.get(task.id) ?? []), born: born.get(task.id) ?? -1, done: done.get(task.id) ?? events.length },
      ]),
    );
    this.links = linksOf(events);
    this.lines = events.flatMap(({ kind, text, time, unit }, at) =>
      kind === "console" ? [{ at, time, text: text ?? "", task: unit?.kind === "task" ? unit : null }] : [],
    );
    let steps = 0;
    this.#steps = Uint32Array.from(events, ({ kind }) => (kind === "stepEnded" ? ++steps : steps));
    this.#suspensions = new Map(suspensions.map((each) => [each.step, each]));
    this.stepEnds = events.flatMap(({ kind, unit }, at) => (kind === "stepEnded" && unit?.kind === "task" ? [at] : []));
  }

  /** Returns where the step after a place ends; the end of the axis after the last one. */
  nextStep(x: number): number {
    const at = this.stepEnds.find((at) => this.axis.xs[at]! > x);
    return at === undefined ? this.axis.width : this.axis.xs[at]!;
  }

  /** Returns where the last step before a place ends; the start of the axis before the first one. */
  previousStep(x: number): number {
    const at = this.stepEnds.findLast((at) => this.axis.xs[at]! < x);
    return at === undefined ? 0 : this.axis.xs[at]!;
  }

  /**
   * Returns where a task was suspended last, after so many events; where any task was, if `task` is null. Null also if its stack
   * was not read, as in the later part of a long run.
   */
  suspensionAt(task: number | null, applied: number): Suspension | null {
    for (let at = Math.min(applied, this.record.events.length) - 1; at >= 0; at--) {
      const { kind, on, unit } = this.record.events[at]!;
      if (kind !== "parked" || on === null || unit?.kind !== "task" || (task !== null && unit.id !== task)) continue;
      // A task parks after the end of its step.
      return this.#suspensions.get(this.#steps[at]!) ?? null;
    }
    return null;
  }

  /** Returns the number of steps that have ended after so many events, those of callbacks included. */
  stepsEnded(applied: number): number {
    return applied === 0 ? 0 : this.#steps[applied - 1]!;
  }
}

function firstOf(events: readonly TraceEvent[], kind: TraceEvent["kind"]): Map<number, number> {
  const found = new Map<number, number>();
  for (const [at, event] of events.entries()) if (event.kind === kind && event.unit !== null) found.set(event.unit.id, at);
  return found;
}

function inOrder(spans: StateSpan[]): StateSpan[] {
  return spans.sort((a, b) => a.first - b.first);
}
