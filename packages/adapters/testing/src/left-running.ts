import { allTasks, currentTask } from "@asyncio-ts/tasks";
import { awaitedFutureOf } from "@asyncio-ts/tasks/lowlevel";

/** The number of tasks that an error lists. */
const LISTED = 10;

/** @throws Error if a task other than the current one is still running on its loop; it lists the tasks with their awaited futures */
export function checkNoneLeft(): void {
  const left = [...allTasks()].filter((task) => task !== currentTask());
  if (left.length === 0) return;
  const lines = left.slice(0, LISTED).map((task) => `  ${task.getName()} waits for ${awaitedFutureOf(task) ?? "its next step"}`);
  if (left.length > LISTED) lines.push(`  … and ${left.length - LISTED} more`);
  const count = left.length === 1 ? "a task is" : `${left.length} tasks are`;
  throw new Error([`${count} still running at the end of the test; await or cancel it, or use a taskGroup:`, ...lines].join("\n"));
}
