import type { RunRecord } from "../protocol/run-record.ts";

/** Returns a record without the tasks in which the loop closes itself after the end of the main task. */
export function withoutCleanUp(record: RunRecord): RunRecord {
  const [main] = record.tasks;
  if (main === undefined || main.finished === null) return record;
  const { id, finished } = main;
  const isOwn = (task: (typeof record.tasks)[number]) =>
    task.id === id || task.parent !== null || task.place !== null || task.spawned! < finished;
  const own = new Set(record.tasks.filter(isOwn).map((task) => task.id));
  const events = record.events.filter(({ unit }) => unit?.kind !== "task" || own.has(unit.id));
  return { ...record, events, tasks: record.tasks.filter(isOwn) };
}
