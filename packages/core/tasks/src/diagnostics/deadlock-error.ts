import { asText, bounded, brand } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "../kernel/event-loop.ts";
import { checkLoop } from "../kernel/check-loop.ts";
import type { Task } from "../kernel/task.ts";

/** The most tasks that a text describes, and the most calls of one task. */
const MOST = 10;

/** Returns a text followed by some lines for the first unfinished tasks of a loop: the awaited future and the innermost calls. */
export function withBlockedTasks(text: string, loop: EventLoop): string {
  const tasks = loop._tasks.list();
  const lines = tasks.slice(0, MOST).flatMap((task) => {
    const sites = task.getStack().reverse();
    const calls = sites.slice(0, MOST).map((site) => `    at ${site}`);
    return [`  ${bounded(task.getName())} waits for ${task._waiting ?? "its next step"}`, ...calls, ...more("    ", sites.length - MOST)];
  });
  return [text, ...lines, ...more("  ", tasks.length - MOST)].join("\n");
}

/** Returns the line for the items that a text leaves out. */
export function more(indent: string, left: number): string[] {
  return left > 0 ? [`${indent}… and ${left.toLocaleString("en")} more`] : [];
}

/** The error of a program in which every task waits and nothing can wake one. The message lists the first tasks, their awaited futures and their stacks. */
export class DeadlockError extends Error {
  /** The blocked tasks. */
  readonly tasks: readonly Task<unknown>[];

  /** @param reason the first line of the message */
  constructor(loop: EventLoop, reason: string) {
    checkLoop("DeadlockError", loop);
    super(withBlockedTasks(asText(reason), loop));
    this.tasks = loop._tasks.list();
  }
}

brand(DeadlockError, "DeadlockError");
