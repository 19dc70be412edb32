import { brand } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "../kernel/event-loop.ts";
import type { Task } from "../kernel/task.ts";

/** Returns a text followed by one line for each unfinished task of a loop, with its awaited future and its stack. */
export function withBlockedTasks(text: string, loop: EventLoop): string {
  const lines = loop._tasks.list().flatMap((task) => {
    const sites = task.getStack().reverse();
    return [`  ${task.getName()} waits for ${task._waiting ?? "its next step"}`, ...sites.map((site) => `    at ${site}`)];
  });
  return [text, ...lines].join("\n");
}

/** The error of a program in which every task waits and nothing can wake one. The message lists the tasks, their awaited futures and their stacks. */
export class DeadlockError extends Error {
  /** The blocked tasks. */
  readonly tasks: readonly Task<unknown>[];

  /** @param reason the first line of the message */
  constructor(loop: EventLoop, reason: string) {
    super(withBlockedTasks(reason, loop));
    this.tasks = loop._tasks.list();
  }
}

brand(DeadlockError, "DeadlockError");
