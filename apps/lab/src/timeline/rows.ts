import type { TracedTask } from "@asyncio-ts/trace";

/** A task in the tree of tasks. */
export interface Row {
  readonly task: TracedTask;
  /** The number of ancestors. */
  readonly depth: number;
}

/** Returns the tasks as a tree: each after the task that created it, siblings in the order of their creation. */
export function rowsOf(tasks: readonly TracedTask[]): Row[] {
  const ids = new Set(tasks.map(({ id }) => id));
  const children = Map.groupBy(tasks, ({ parent }) => (parent?.kind === "task" && ids.has(parent.id) ? parent.id : null));
  const rows: Row[] = [];
  const stack = (children.get(null) ?? []).map((task): Row => ({ task, depth: 0 })).reverse();
  for (let row = stack.pop(); row !== undefined; row = stack.pop()) {
    rows.push(row);
    const { depth, task } = row;
    for (const child of (children.get(task.id) ?? []).toReversed()) stack.push({ task: child, depth: depth + 1 });
  }
  return rows;
}
