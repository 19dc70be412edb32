import { outsideSection } from "./outside-section.ts";
import type { Results } from "./results.ts";
import { socketsSection } from "./sockets-section.ts";

export const MANY_TASKS = "## Ten million tasks";
export const UNUSED_HOOKS = "## Cost of unused hooks";

/** Returns the texts of the sections that were measured, by heading. The page keeps its text for the others. */
export function measuredSections({ environment, rows, seams, manyTasks }: Results): Map<string, string> {
  const found = new Map<string, string>();
  for (const { heading, workloads, body } of [socketsSection, outsideSection]) {
    const measured = rows.filter(({ workload }) => workloads.includes(workload));
    if (measured.length > 0) found.set(heading, body(measured, environment));
  }
  if (manyTasks !== undefined) found.set(MANY_TASKS, manyTasksText(manyTasks));
  if (seams !== undefined) found.set(UNUSED_HOOKS, seams);
  return found;
}

function manyTasksText(table: string): string {
  return `Each task waits in a \`try\` with a \`finally\`. When all of them wait, each is cancelled, cleans up and is awaited. Bytes are those on the
heap; for CPython, those of the process.

${table}`;
}
