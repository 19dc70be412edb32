import type { PerfettoEvent } from "@asyncio-ts/trace";

/** Microseconds that two times of one event may differ, because they are sums. */
const EXACT = 1e-9;

/**
 * Returns how events break the rules of Chrome's trace format: members that a phase needs, names of tracks, the order of times,
 * slices that nest, arrows and waits with both ends, arrows inside slices.
 */
export function faultsOf(events: readonly PerfettoEvent[]): string[] {
  const faults: string[] = [];
  const slices = new Map<number, PerfettoEvent[]>();
  const named = new Set<number>();
  const arrows = new Map<number, string>();
  const waits = new Map<number, number>();
  let latest = 0;
  for (const event of events) {
    const { dur = 0, id = NaN, name, ph, tid, ts } = event;
    const fault = (text: string): unknown => faults.push(`${ph} ${name} at ${ts}: ${text}`);
    const open = (slices.get(tid) ?? []).filter((slice) => slice.ts + slice.dur! >= ts - EXACT);
    if (event.pid !== 1 || !Number.isFinite(ts)) fault("no process or time");
    if (ts < latest) fault("not in order");
    latest = ts;
    if (ph === "M") {
      if (name === "thread_name") named.add(tid);
    } else if (!named.has(tid)) fault("the track has no name");
    if (ph === "X") {
      const around = open.filter((slice) => slice.ts + slice.dur! > ts + EXACT);
      if (!(dur > 0)) fault("no duration");
      for (const slice of around) if (ts + dur > slice.ts + slice.dur! + EXACT) fault(`ends after ${slice.name} around it`);
      slices.set(tid, [...around, event]);
    } else if (ph === "s" || ph === "f") {
      if (open.length === 0) fault("in no slice");
      arrows.set(id, (arrows.get(id) ?? "") + ph);
    } else if (ph === "b" || ph === "e") waits.set(id, (waits.get(id) ?? 0) + (ph === "b" ? 1 : -1));
    else if (ph === "i" && event.s !== "t") fault("no scope");
  }
  for (const [id, ends] of arrows) if (ends !== "sf") faults.push(`arrow ${id} has the ends ${ends}`);
  for (const [id, balance] of waits) if (balance !== 0) faults.push(`wait ${id} has no end`);
  return faults;
}
