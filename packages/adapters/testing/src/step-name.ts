import type { Runnable } from "@asyncio-ts/loop";
import { Handle } from "@asyncio-ts/loop/lowlevel";
import { isFuture, Task } from "@asyncio-ts/tasks";
import { awaitedFutureOf, hasFailed, resumedTaskOf } from "@asyncio-ts/tasks/lowlevel";

const LONGEST = 60;

/** Returns the name of a step for people: the task that it continues, or the callback that it calls. */
export function stepName(runnable: Runnable): string {
  if (runnable instanceof Task) return runnable.getName();
  if (runnable instanceof Handle) return shorten(String(runnable));
  const task = resumedTaskOf(runnable);
  if (runnable.isWakeUp === true) return task === null ? "a timer" : `the timer of ${task.getName()}`;
  const { owner } = runnable;
  if (isFuture(owner)) return `the callbacks of ${owner instanceof Task ? owner.getName() : shorten(String(owner))}`;
  return shorten(String(runnable));
}

/** Returns how a task has ended its latest step; empty for other runnables. */
export function stepEnd(runnable: Runnable): string {
  if (!(runnable instanceof Task)) return "";
  if (runnable.cancelled()) return "cancelled";
  if (runnable.done()) return hasFailed(runnable) ? "failed" : "done";
  const awaited = awaitedFutureOf(runnable);
  return awaited === null
    ? "next pass"
    : awaited instanceof Task
      ? `waits for ${awaited.getName()}`
      : `waits for ${shorten(String(awaited))}`;
}

function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
