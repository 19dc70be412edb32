import { colors } from "./colors.ts";
import { warningsOf } from "./ps.ts";
import type { Snapshot, TaskSnapshot } from "./snapshot.ts";
import { cut, widthOf } from "./text-width.ts";
import { placeText, stateText, waitText } from "./task-text.ts";

interface Node {
  readonly task: TaskSnapshot;
  /** The branches to the left of the task, and to the left of what is below it. */
  readonly branch: string;
  readonly indent: string;
}

/**
 * Returns the tasks of a process as a tree: below each task the tasks that it awaits. Tasks that no task awaits are the roots.
 *
 * @param withStacks whether all calls of a task are shown
 */
export function pstree({ loops, tasks }: Snapshot, width: number, withStacks: boolean): string {
  const awaited = new Map<number, TaskSnapshot[]>(tasks.map(({ id }) => [id, []]));
  for (const task of tasks) for (const awaiter of task.awaitedBy) awaited.get(awaiter)?.push(task);
  const shown = new Set<number>();
  const lines = loops.flatMap(({ name }, loop) => {
    const own = tasks.filter((task) => task.loop === loop);
    const roots = [...own.filter(({ awaitedBy }) => awaitedBy.length === 0), ...own.filter(({ awaitedBy }) => awaitedBy.length > 0)];
    const header = loops.length > 1 ? [colors.dim(name)] : [];
    return [...header, ...roots.flatMap((root) => (shown.has(root.id) ? [] : treeOf(root, awaited, shown, { tasks, width, withStacks })))];
  });
  return [...lines, ...warningsOf(tasks)].join("\n");
}

interface Style {
  readonly tasks: readonly TaskSnapshot[];
  readonly width: number;
  readonly withStacks: boolean;
}

/** Without recursion, because a chain of tasks may be longer than the stack is deep. */
function treeOf(root: TaskSnapshot, awaited: ReadonlyMap<number, TaskSnapshot[]>, shown: Set<number>, style: Style): string[] {
  const lines: string[] = [];
  const pending: Node[] = [{ task: root, branch: "", indent: "" }];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const { branch, indent, task } = node;
    const isRepeated = shown.has(task.id);
    shown.add(task.id);
    lines.push(lineOf(task, branch, isRepeated, style));
    if (isRepeated) continue;
    const children = awaited.get(task.id)!;
    if (style.withStacks)
      for (const call of task.stack) lines.push(colors.dim(cut(`${indent}${children.length > 0 ? "│ " : "  "}  at ${call}`, style.width)));
    const deepest = indent.slice(0, Math.max(Math.floor(style.width / 2), 0));
    for (const [i, child] of [...children.entries()].reverse()) {
      const isLast = i === children.length - 1;
      pending.push({ task: child, branch: `${deepest}${isLast ? "└─ " : "├─ "}`, indent: `${deepest}${isLast ? "   " : "│  "}` });
    }
  }
  return lines;
}

function lineOf(task: TaskSnapshot, branch: string, isRepeated: boolean, { tasks, width }: Style): string {
  const name = cut(task.name, Math.max(width - branch.length, 8));
  const wait = waitText(task, tasks);
  const details = isRepeated
    ? "(see above)"
    : [wait === "" ? stateText(task) : `waits for ${wait}`, placeText(task)].filter(Boolean).join("  ");
  const room = width - branch.length - widthOf(name) - 2;
  return `${colors.dim(branch)}${colors.bold(name)}${room > 8 ? `  ${colors.dim(cut(details, room))}` : ""}`;
}
