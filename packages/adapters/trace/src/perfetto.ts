import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { Recording } from "./recording.ts";
import { type StateSpan, statesOf } from "./task-state.ts";
import type { TraceEvent } from "./trace-event.ts";
import type { TracedUnit } from "./traced-unit.ts";

/** An event of Chrome's trace format. */
export interface PerfettoEvent {
  /** The phase: `X` a slice, `i` an instant, `s` and `f` the ends of an arrow, `b` and `e` a timer's wait, `M` the name of a track. */
  readonly ph: "X" | "i" | "s" | "f" | "b" | "e" | "M";
  /** The state, the text of a callback, the console line. */
  readonly name: string;
  /** The category: a state, `wake-up`, `timer`, `console` and so on. */
  readonly cat?: string;
  /** The process: always 1. */
  readonly pid: number;
  /** The track. */
  readonly tid: number;
  /** Microseconds since the begin of the recording. */
  readonly ts: number;
  /** Microseconds. */
  readonly dur?: number;
  /** Connects the ends of an arrow or of a wait. */
  readonly id?: number;
  /** `t`: an instant of one track. */
  readonly s?: "t";
  /** `e`: the arrow ends at the slice around it. */
  readonly bp?: "e";
  /** Details, which the viewer shows for a selected event. */
  readonly args?: Readonly<Record<string, unknown>>;
}

/** A trace in Chrome's JSON format, which `ui.perfetto.dev` and `chrome://tracing` open. */
export interface PerfettoTrace {
  /** The unit of times in the viewer. */
  readonly displayTimeUnit: "ms";
  /** The events, by time. */
  readonly traceEvents: readonly PerfettoEvent[];
}

const PID = 1;
const CALLBACKS = 1;
const TIMERS = 2;
const CONSOLE = 3;
/** The track of the first task. */
const TASKS = 10;

/** Nanoseconds between two events of one instant, so that their order is visible and each slice has a width. */
const APART = 4;

/**
 * Returns a recording in Chrome's JSON format: a track a task with its states, arrows for wake-ups, and tracks for callbacks,
 * timers and console lines.
 *
 * Events of one instant, as on a virtual clock, are drawn some nanoseconds apart, in their order.
 *
 * @throws TypeError if the argument is no recording
 *
 * @example
 * ```ts
 * import { createTask, run, sleep } from "@asyncio-ts/tasks";
 * import { VirtualLoop } from "@asyncio-ts/testing";
 * import { record, toPerfetto } from "@asyncio-ts/trace";
 *
 * const loop = new VirtualLoop();
 * using recording = record(loop);
 * run(
 *   function* () {
 *     yield* createTask(sleep(1000), { name: "poller" });
 *   },
 *   { loop },
 * );
 *
 * // Save this as a file, and open it in ui.perfetto.dev.
 * const json = JSON.stringify(toPerfetto(recording));
 * console.log(json.includes('"poller"')); // prints true
 * ```
 */
export function toPerfetto(recording: Recording): PerfettoTrace {
  if (!(recording instanceof Recording)) throw wrongArgument("toPerfetto", "a recording", recording);
  const { events } = recording;
  const clock = clockOf(events, recording.began);
  const end = clock(events.length, recording.ended);
  const traceEvents = [
    ...names(recording),
    ...statesOf(events, recording.ended).flatMap((span) => stateSlices(span, clock, end)),
    ...arrows(events, clock),
    ...timers(events, clock),
    ...instants(events, clock),
  ];
  return { displayTimeUnit: "ms", traceEvents: traceEvents.sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0)) };
}

/** Returns the nanoseconds of an event, by its place in the events. */
type Clock = (at: number, time?: number) => number;

function clockOf(events: readonly TraceEvent[], began: number): Clock {
  const times = new Float64Array(events.length);
  let latest = 0;
  const after = (time: number): number => (latest = Math.max(latest + APART, Math.round((time - began) * 1e6)));
  for (const [at, { time }] of events.entries()) times[at] = after(time);
  const last = latest;
  return (at, time = began) => times[at] ?? Math.max(last + APART, Math.round((time - began) * 1e6));
}

function trackOf(unit: TracedUnit | null): number {
  if (unit?.kind === "task") return TASKS + unit.id;
  return unit?.kind === "timer" ? TIMERS : CALLBACKS;
}

function event(ph: PerfettoEvent["ph"], name: string, tid: number, ns: number, rest: Partial<PerfettoEvent> = {}): PerfettoEvent {
  return { ph, name, pid: PID, tid, ts: ns / 1000, ...rest };
}

/** Returns the names of the tracks. Tasks come in the order of their creation. */
function names(recording: Recording): PerfettoEvent[] {
  const named = (tid: number, name: string, args: Record<string, unknown> = {}): PerfettoEvent[] => [
    event("M", "thread_name", tid, 0, { args: { name, ...args } }),
    event("M", "thread_sort_index", tid, 0, { args: { sort_index: tid } }),
  ];
  const tasks = recording.tasks.flatMap(({ id, name, place, state, parent }) =>
    named(TASKS + id, name, { place, state, parent: parent?.name ?? null }),
  );
  const program = event("M", "process_name", 0, 0, { args: { name: "asyncio-ts" } });
  return [program, ...named(CALLBACKS, "callbacks"), ...named(TIMERS, "timers"), ...named(CONSOLE, "console"), ...tasks];
}

function stateSlices(span: StateSpan, clock: Clock, end: number): PerfettoEvent[] {
  const { unit, state, on, isCancelling } = span;
  const from = clock(span.first);
  const to = span.isOpen ? end : clock(span.last);
  const waits = on === null ? state : `waits for ${on.name}`;
  const name = unit.kind === "task" ? (isCancelling ? `cancelling: ${waits}` : waits) : unit.name;
  const args = { ...(on && { on: on.name }), ...(isCancelling && { cancelling: true }), ...(span.isOpen && { unfinished: true }) };
  return [event("X", name, trackOf(unit), from, { cat: isCancelling ? "cancelling" : state, dur: Math.max(to - from, 1) / 1000, args })];
}

/** Returns an arrow for each wake-up and creation, from the unit that caused it to the task. */
function arrows(events: readonly TraceEvent[], clock: Clock): PerfettoEvent[] {
  const result: PerfettoEvent[] = [];
  const running = new Set<number>();
  for (const [at, { kind, unit, by }] of events.entries()) {
    if (unit === null) continue;
    if (kind === "stepBegan") running.add(unit.id);
    else if (kind === "stepEnded") running.delete(unit.id);
    if ((kind !== "woken" && kind !== "spawned") || by === null || unit.kind !== "task") continue;
    const ns = clock(at);
    const rest = { cat: "wake-up", id: at };
    // Timers and done callbacks have no steps of their own.
    if (!running.has(by.id)) result.push(event("X", by.name, trackOf(by), ns - 1, { cat: "callback", dur: (APART - 1) / 1000 }));
    result.push(event("s", kind, trackOf(by), ns, rest), event("f", kind, trackOf(unit), ns + 1, { ...rest, bp: "e" }));
  }
  return result;
}

/** Returns the waits of timers. A timer that was cancelled has no end. */
function timers(events: readonly TraceEvent[], clock: Clock): PerfettoEvent[] {
  const fired = new Set(events.flatMap(({ kind, unit }) => (kind === "timerFired" && unit !== null ? [unit.id] : [])));
  const set = new Set<number>();
  return events.flatMap(({ kind, unit, deadline }, at) => {
    if (unit === null) return [];
    const rest = { cat: "timer", id: -unit.id, args: { deadline } };
    if (kind === "timerSet") set.add(unit.id);
    if (kind === "timerSet" && fired.has(unit.id)) return [event("b", unit.name, TIMERS, clock(at), rest)];
    if (kind === "timerSet")
      return [event("i", `${unit.name} (never fired)`, TIMERS, clock(at), { cat: "timer", s: "t", args: { deadline } })];
    if (kind === "timerFired" && set.has(unit.id)) return [event("e", unit.name, TIMERS, clock(at), rest)];
    return [];
  });
}

function instants(events: readonly TraceEvent[], clock: Clock): PerfettoEvent[] {
  return events.flatMap(({ kind, unit, by, text = "" }, at) => {
    const args = { task: unit?.name ?? null };
    if (kind === "console") return [event("i", text, CONSOLE, clock(at), { cat: "console", s: "t", args })];
    if (kind === "neverAwaited") return [event("i", `${text} was never awaited`, CONSOLE, clock(at), { cat: "warning", s: "t" })];
    if (kind !== "cancelled" || unit?.kind !== "task") return [];
    return [event("i", "cancel requested", trackOf(unit), clock(at), { cat: "cancel", s: "t", args: { by: by?.name ?? null } })];
  });
}
