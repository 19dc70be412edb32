import { type Entry, STEP } from "./ring.ts";
import type { StateSpan } from "./task-state.ts";
import type { TracedTask } from "./traced-task.ts";
import { aboutTask, byNumber, ms } from "./warning-text.ts";
import type { Warning } from "./warning.ts";

/** Finds tasks with a long step. Of each task the longest step is reported. */
export function neverYielded(
  spans: readonly StateSpan[],
  entries: readonly Entry[],
  tasks: readonly TracedTask[],
  limit: number,
): Warning[] {
  const longest = new Map<number, number>();
  for (const { from, state, to, unit } of spans) {
    if (state === "running" && unit.kind === "task" && to - from > (longest.get(unit.id) ?? limit)) longest.set(unit.id, to - from);
  }
  const known = byNumber(tasks);
  const exact = [...longest].flatMap(([id, took]) => {
    const task = known.get(id);
    return task === undefined ? [] : [aboutTask("neverYielded", task, `${task.name} ran for ${ms(took)} without yielding`)];
  });
  return [...exact, ...slowTurns(entries, known, limit)];
}

/** Finds long steps among those for which the clock was not read: one of the tasks that took turns then is to blame. */
function slowTurns(entries: readonly Entry[], tasks: ReadonlyMap<number, TracedTask>, limit: number): Warning[] {
  const found = new Map<number, Warning>();
  let turns = new Set<number>();
  let known = Infinity;
  for (const { began, kind, time, unit } of entries) {
    if (Number.isNaN(time)) {
      turns.add(unit);
      continue;
    }
    const until = kind === STEP && !Number.isNaN(began) ? began : time;
    const candidates = [...turns].flatMap((id) => tasks.get(id) ?? []);
    if (until - known > limit && candidates.length > 0) {
      const names = candidates.map(({ name }) => name).join(", ");
      const message = `one of ${names} ran for ${ms(until - known)} without yielding`;
      if (!found.has(candidates[0]!.id)) found.set(candidates[0]!.id, aboutTask("neverYielded", candidates[0]!, message));
    }
    turns = new Set();
    known = time;
  }
  return [...found.values()];
}
