import { brand } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "../kernel/event-loop.ts";
import type { Task } from "../kernel/task.ts";

/** A text with a line for each unfinished task of a loop: what it waits for, and below, where. */
export function withBlocked(text: string, loop: EventLoop): string {
  const lines = loop._tasks.list().flatMap((task) => {
    const sites = task.getStack().reverse();
    return [`  ${task.getName()} waits for ${task.waitsFor() ?? "its next step"}`, ...sites.map((site) => `    at ${site}`)];
  });
  return [text, ...lines].join("\n");
}

/** Everything waits, and nothing can ever wake it. The message lists each task, what it waits for, and where. */
export class DeadlockError extends Error {
  /** The tasks that wait. */
  readonly tasks: readonly Task<unknown>[];

  /** @param why the first line of the message */
  constructor(loop: EventLoop, why: string) {
    super(withBlocked(why, loop));
    this.tasks = loop._tasks.list();
  }
}

brand(DeadlockError, "DeadlockError");
