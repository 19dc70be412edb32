import { brand } from "@asyncio-ts/loop/kit";
import type { EventLoop } from "./event-loop.ts";
import type { Task } from "./task.ts";

/** A task that waits, for what, and where. */
export class BlockedTask {
  readonly task: Task<unknown>;

  constructor(task: Task<unknown>) {
    this.task = task;
  }

  toString(): string {
    const waitsFor = this.task.waitsFor();
    const sites = this.task.getStack().reverse();
    const head = `  ${this.task.getName()} waits for ${waitsFor === null ? "its next step" : waitsFor.toString()}`;
    return [head, ...sites.map((site) => `    at ${site}`)].join("\n");
  }
}

/** The unfinished tasks of a loop. */
export function blockedTasks(loop: EventLoop): BlockedTask[] {
  return loop._tasks.list().map((task) => new BlockedTask(task));
}

/** Everything waits, and nothing can ever wake it. The message lists each task, what it waits for, and where. */
export class DeadlockError extends Error {
  /** The tasks that wait. */
  readonly tasks: readonly Task<unknown>[];

  /** @param why the first line of the message */
  constructor(loop: EventLoop, why: string) {
    const blocked = blockedTasks(loop);
    super([why, ...blocked].join("\n"));
    this.tasks = blocked.map(({ task }) => task);
  }
}

brand(DeadlockError, "DeadlockError");
