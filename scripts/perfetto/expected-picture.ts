import { type Recording, type StateSpan, statesOf, type TraceEvent, type TracedUnit } from "@asyncio-ts/trace";
import type { Arrow, Picture, Slice } from "./picture.ts";

/** Returns the picture that Perfetto has to draw for a recording, made from its states and events. */
export function expectedPicture(recording: Recording): Picture {
  const { began, ended, events, tasks } = recording;
  const slice = (track: string | null, name: string, category: string, from: number, to = from): Slice => {
    return { track, name, category, from: (from - began) * 1e6, to: (to - began) * 1e6, depth: 0 };
  };

  const spans = statesOf(events, ended);
  const sliceOf = (span: StateSpan): Slice => slice(trackOf(span.unit), nameOf(span), categoryOf(span), span.from, span.to);

  function withoutStates({ kind, text = "", time, unit }: TraceEvent, at: number): Slice[] {
    if (kind === "console") return [slice("console", text, "console", time)];
    if (kind === "neverAwaited") return [slice("console", `${text} was never awaited`, "warning", time)];
    if (kind === "cancelled" && unit?.kind === "task") return [slice(unit.name, "cancel requested", "cancel", time)];
    if (kind !== "timerSet") return [];
    const fired = events.find((later, i) => i > at && later.kind === "timerFired" && later.unit?.id === unit!.id);
    if (fired === undefined) return [slice("timers", `${unit!.name} (never fired)`, "timer", time)];
    return [slice(null, unit!.name, "timer", time, fired.time)];
  }

  /** An arrow leads from the step of the unit that woke or created a task to the slice that begins then. */
  function arrowOf({ by, kind, time, unit }: TraceEvent, at: number): Arrow[] {
    if ((kind !== "woken" && kind !== "spawned") || by === null || unit?.kind !== "task") return [];
    const ready = spans.find(({ first }) => first === at)!;
    const step = spans.find(({ first, last, state, unit }) => unit.id === by.id && state === "running" && first < at && at <= last);
    // A timer of a sleep and the callbacks of a future have no steps, and the recording may have begun in a step.
    const from = step === undefined ? slice(trackOf(by), by.name, "callback", time) : sliceOf(step);
    return [{ from, to: sliceOf(ready) }];
  }

  return {
    problems: [],
    tracks: ["callbacks", "timers", "console", ...tasks.map(({ name }) => name)],
    slices: events.flatMap((event, at) => [...spans.filter(({ first }) => first === at).map(sliceOf), ...withoutStates(event, at)]),
    arrows: events.flatMap(arrowOf),
  };
}

function trackOf({ kind, name }: TracedUnit): string {
  return kind === "task" ? name : kind === "timer" ? "timers" : "callbacks";
}

function nameOf({ isCancelling, on, state, unit }: StateSpan): string {
  if (unit.kind !== "task") return unit.name;
  return `${isCancelling ? "cancelling: " : ""}${on === null ? state : `waits for ${on.name}`}`;
}

function categoryOf({ isCancelling, state }: StateSpan): string {
  return isCancelling ? "cancelling" : state;
}
