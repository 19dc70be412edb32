import { colors } from "./colors.ts";
import { cyclesOf, describeCycle } from "./cycles.ts";
import type { Snapshot, TaskSnapshot } from "./snapshot.ts";
import { type Column, tableOf } from "./table.ts";
import { cut } from "./text-width.ts";
import { placeText, stateText, waitText } from "./task-text.ts";

/** Returns the tasks of a process as a table, and the circles of waiting tasks. @param limit the number of tasks */
export function ps({ loops, tasks }: Snapshot, width: number, limit: number): string {
  const columns: Column<TaskSnapshot>[] = [
    { title: "TASK", text: ({ name }) => name, isFlexible: true, color: colors.bold },
    { title: "STATE", text: stateText, color: colorOf },
    { title: "WAITS FOR", text: (task) => waitText(task, tasks), isFlexible: true },
    { title: "AT", text: placeText, isFlexible: true, color: colors.dim },
  ];
  if (loops.length > 1) columns.unshift({ title: "LOOP", text: ({ loop }) => String(loop) });
  const left = tasks.length - limit;
  const rest = left > 0 ? [colors.dim(`… and ${left.toLocaleString("en")} more tasks: --limit ${tasks.length} lists all`)] : [];
  return [tableOf(columns, tasks.slice(0, limit), width), ...rest, ...warningsOf(tasks)].join("\n");
}

/** Returns the first circles of waiting tasks as lines. */
export function warningsOf(tasks: readonly TaskSnapshot[], width: number = Infinity, limit: number = 10): string[] {
  const cycles = cyclesOf(tasks);
  const lines = cycles.slice(0, limit).map((cycle) => colors.red(cut(describeCycle(cycle), width)));
  const left = cycles.length - lines.length;
  return left > 0 ? [...lines, colors.red(`… and ${left.toLocaleString("en")} more circles: ps --json lists all`)] : lines;
}

function colorOf(state: string): string {
  if (state.includes("cancelling")) return colors.yellow(state);
  return state.startsWith("running") ? colors.green(state) : state;
}
