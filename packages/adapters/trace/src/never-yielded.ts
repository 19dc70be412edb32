import { BEGAN, BEGAN_BEFORE, type Entry, STEP } from "./ring.ts";
import type { TracedTask } from "./traced-task.ts";
import { aboutTask, byNumber, ms, named } from "./warning-text.ts";
import type { Warning } from "./warning.ts";

/**
 * Finds tasks with a long step. Of each task the longest step is reported.
 *
 * If the clock was not read at the begin of a step, each task that took a turn since the last read may have taken the time.
 */
export function neverYielded(entries: readonly Entry[], tasks: readonly TracedTask[], ended: number, limit: number): Warning[] {
  const known = byNumber(tasks);
  const longest = new Map<number, number>();
  const shared = new Map<number, Warning>();
  const step = (id: number, from: number, to: number): unknown => to - from > (longest.get(id) ?? limit) && longest.set(id, to - from);

  const begins = new Map<number, number>();
  const turns = new Set<number>();
  let read = NaN;
  for (const { began, kind, time, unit } of entries) {
    if (Number.isNaN(time)) {
      turns.add(unit);
      continue;
    }
    let begin = kind === STEP ? (begins.get(unit) ?? began) : time;
    if (kind === BEGAN_BEFORE || Number.isNaN(begin)) {
      begin = turns.size === 0 ? read : NaN;
      if (turns.size > 0) turns.add(unit);
    }
    const until = kind === STEP && !Number.isNaN(began) ? began : time;
    if (turns.size > 0 && until - read > limit) addShared(shared, known, turns, until - read);
    if (kind === STEP) {
      step(unit, begin, time);
      begins.delete(unit);
    } else if (kind === BEGAN || kind === BEGAN_BEFORE) begins.set(unit, Number.isNaN(begin) ? time : begin);
    turns.clear();
    read = time;
  }
  for (const [id, begin] of begins) step(id, begin, ended);

  const exact = [...longest].flatMap(([id, took]) => {
    const task = known.get(id);
    return task === undefined ? [] : [aboutTask("neverYielded", task, `${task.name} ran for ${ms(took)} without yielding`)];
  });
  return [...exact, ...shared.values()];
}

/** Adds a warning about the tasks of which one took the time. */
function addShared(shared: Map<number, Warning>, known: ReadonlyMap<number, TracedTask>, turns: ReadonlySet<number>, took: number): void {
  const [first, ...others] = [...turns].flatMap((id) => known.get(id) ?? []);
  if (first === undefined || shared.has(first.id)) return;
  const ran = `ran for ${ms(took)} without yielding`;
  if (others.length === 0) shared.set(first.id, aboutTask("neverYielded", first, `${first.name} ${ran}`));
  else
    shared.set(first.id, { kind: "neverYielded", task: first, place: first.place, message: `one of ${named([first, ...others])} ${ran}` });
}
