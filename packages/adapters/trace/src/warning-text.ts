import type { TracedTask } from "./traced-task.ts";
import type { Warning, WarningKind } from "./warning.ts";

/** Returns a warning about a task. */
export function aboutTask(kind: WarningKind, task: TracedTask, message: string): Warning {
  return { kind, task, place: task.place, message: task.place === null ? message : `${message}; created in ${task.place}` };
}

/** Returns milliseconds as text. */
export function ms(time: number): string {
  return `${Math.round(time).toLocaleString("en")} ms`;
}

/** The most tasks that a warning names. */
const NAMED = 10;

/** Returns the names of tasks. */
export function named(tasks: readonly TracedTask[]): string {
  const names = tasks.slice(0, NAMED).map(({ name }) => name);
  return tasks.length > NAMED ? `${names.join(", ")} and ${tasks.length - NAMED} others` : names.join(", ");
}

/** Returns the tasks by their numbers. */
export function byNumber(tasks: readonly TracedTask[]): Map<number, TracedTask> {
  return new Map(tasks.map((task) => [task.id, task]));
}
