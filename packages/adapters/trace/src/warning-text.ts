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

/** Returns the tasks by their numbers. */
export function byNumber(tasks: readonly TracedTask[]): Map<number, TracedTask> {
  return new Map(tasks.map((task) => [task.id, task]));
}
