import type { TracedTask } from "@asyncio-ts/trace";
import type { RunRecord } from "../protocol/run-record.ts";

/** Returns a record without the tasks in which the loop closes itself after the end of the main task. */
export function withoutCleanUp(record: RunRecord): RunRecord {
  const [main] = record.tasks;
  if (main === undefined || main.finished === null) return record;
  const { id, finished } = main;
  const isOwn = (task: TracedTask) =>
    task.id === id ||
    task.parent !== null ||
    task.place?.includes("program.ts") === true ||
    task.spawned! < finished ||
    task.state !== "finished";
  const own = new Set(record.tasks.filter(isOwn).map((task) => task.id));
  const events = record.events.filter(({ unit }) => unit?.kind !== "task" || own.has(unit.id));
  return { ...record, events, tasks: record.tasks.filter(isOwn) };
}
