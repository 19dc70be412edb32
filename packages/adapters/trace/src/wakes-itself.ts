import type { StateSpan } from "./task-state.ts";
import type { TracedTask } from "./traced-task.ts";
import { aboutTask, byNumber, ms } from "./warning-text.ts";
import type { Warning } from "./warning.ts";

/** Milliseconds: a task with mostly longer steps works between its yields, and yields to be fair. */
const WORK = 0.1;

interface Run {
  yields: number;
  /** The number of steps that were no short ones. */
  long: number;
  /** Milliseconds of all steps. */
  worked: number;
}

/** Finds tasks that become ready by their own bare yields many times in a row, with next to no work between them. */
export function wakesItself(spans: readonly StateSpan[], tasks: readonly TracedTask[], limit: number): Warning[] {
  const runs = new Map<number, Run>();
  const longest = new Map<number, Run>();
  for (const { from, isYield, state, to, unit } of spans) {
    if (unit.kind !== "task") continue;
    const run = runs.get(unit.id) ?? { yields: 0, long: 0, worked: 0 };
    runs.set(unit.id, run);
    if (state === "running") {
      run.worked += to - from;
      if (to - from > WORK) run.long++;
    } else if (state === "waiting") runs.delete(unit.id);
    else if (isYield && ++run.yields > (longest.get(unit.id)?.yields ?? 0)) longest.set(unit.id, { ...run });
  }
  const known = byNumber(tasks);
  return [...longest].flatMap(([id, { long, yields, worked }]) => {
    const task = known.get(id);
    if (task === undefined || yields < limit || long > yields / 2) return [];
    const text = `${task.name} woke itself ${yields.toLocaleString("en")} times in a row and worked for ${ms(worked)}: it polls`;
    return [aboutTask("wakesItself", task, `${text} with sleep(0) in place of waiting for an event, a queue or a future`)];
  });
}
