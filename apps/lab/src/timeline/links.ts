import type { TraceEvent, TracedUnit } from "@asyncio-ts/trace";
import { USERS_CANCEL } from "../protocol/run-request.ts";

/** An arrow from one task to another: it was woken, created or cancelled by it. */
export interface Link {
  readonly kind: "woken" | "spawned" | "cancelled";
  readonly from: number;
  readonly to: number;
  /** The index of the event. */
  readonly at: number;
}

/** Returns the arrows between tasks. */
export function linksOf(events: readonly TraceEvent[]): Link[] {
  const links: Link[] = [];
  /** The task that has scheduled a callback, by the callback. */
  const origins = new Map<number, number>();
  let latest: { task: number; time: number } | null = null;
  const taskBehind = (by: TracedUnit | null, time: number): number | null => {
    // The callback was made in the step of some task, which has nothing to do with it.
    if (by === null || by.name.includes(USERS_CANCEL)) return null;
    if (by.kind === "task") return by.id;
    // The callbacks of a task that is done run right after its end.
    return origins.get(by.id) ?? (by.kind === "callback" && latest?.time === time ? latest.task : null);
  };
  for (const [at, { by, kind, time, unit }] of events.entries()) {
    if (unit === null) continue;
    if (kind === "finished" && unit.kind === "task") latest = { task: unit.id, time };
    if (kind !== "woken" && kind !== "spawned" && kind !== "cancelled") continue;
    const from = taskBehind(by, time);
    if (unit.kind !== "task") {
      if (kind === "spawned" && from !== null) origins.set(unit.id, from);
    } else if (from !== null && from !== unit.id) links.push({ kind, from, to: unit.id, at });
  }
  return links;
}
