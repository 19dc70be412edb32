import { readyRunnables, runtime } from "@asyncio-ts/loop/lowlevel";
import type { Future } from "./future.ts";
import { FINISHED } from "./future-state.ts";
import type { Task } from "./task.ts";
import { removeWaiters } from "./waiter.ts";

/** A task of a chain, while the request is at the tasks behind it. */
interface Link {
  readonly task: Task<any>;
  readonly awaited: Future<unknown>;
  readonly mustCancel: boolean;
}

/** The number of tasks from which on a sweep passes through each task once. */
const MANY = 1_000;

/** The tasks that the sweep under way has passed through; null if they may be passed through again. */
let swept: Set<Task<any>> | null = null;

/**
 * Requests the cancellation of an unfinished task. The request goes to the awaited future. If that is a task, it goes on from
 * there, in a loop, because a chain of tasks may be longer than the stack is deep.
 *
 * In a circle of tasks the request comes back to a task of the chain, and this task breaks the circle.
 *
 * @param ordinary the `cancel` of Task; other futures have their own
 */
export function cancelChain(first: Task<any>, message: string | undefined, ordinary: unknown): void {
  const chain: Link[] = [];
  let task = first;
  let refused = false;
  try {
    for (;;) {
      task._loop._instruments?.notify("cancelled", task, runtime.current);
      const extras = task._ensureExtras();
      const awaited = task._waiting;
      extras.cancels++;
      extras.cancelWatch?.cancelRequested(message);
      if (awaited === null) {
        remember(task, message);
        break;
      }
      chain.push({ task, awaited, mustCancel: extras.mustCancel });
      task._waiting = null;
      swept?.add(task);
      if (awaited.cancel !== ordinary || awaited._state >= FINISHED) {
        refused = !awaited.cancel(message);
        break;
      }
      if (swept?.has(awaited as Task<any>)) break;
      task = awaited as Task<any>;
    }
  } finally {
    // Also if a future's own `cancel` threw: the next request is to reach it again.
    // Assignments, because they need no stack.
    for (let i = chain.length - 1; i >= 0; i--) {
      const link = chain[i]!;
      link.task._waiting = link.awaited;
    }
  }
  while (chain.length > 0) breakCircle(chain.pop()!);
  if (refused) remember(task, message);
}

/** Stores a request that no future takes: the next step throws it. */
function remember(task: Task<any>, message: string | undefined): void {
  const extras = task._extras!;
  extras.mustCancel = true;
  extras.cancelMessage = message;
}

/** Makes a task ready if the request came back to it. */
function breakCircle({ task, awaited, mustCancel }: Link): void {
  if (task._extras!.mustCancel !== mustCancel && awaited._state < FINISHED) detach(task, awaited);
}

/** Makes a task ready in place of waiting. */
function detach(task: Task<any>, awaited: Future<unknown>): void {
  task._waiting = null;
  removeWaiters(awaited, (waiter) => waiter === task);
  task._loop._enqueue(task);
}

/**
 * Cancels tasks in their order. If the `cancel` of an awaited future throws, its task is cancelled without it, so that all tasks end.
 *
 * Many tasks may form one chain, which each of them would follow to its end. So a request stops at a task that another request
 * of this sweep has passed.
 *
 * @param report receives a task, and the error that its cancellation threw
 */
export function cancelEach(tasks: readonly Task<any>[], report: (task: Task<any>, exception: unknown) => void): void {
  swept = tasks.length < MANY ? null : new Set();
  for (const task of tasks) {
    if (swept?.has(task)) continue;
    try {
      task.cancel();
    } catch (exception) {
      report(task, exception);
      abandon(task);
    }
  }
  swept = null;
  enqueueLost(tasks);
}

/** Enqueues the tasks that neither wait nor are ready, because the end of the stack has cut short what would have enqueued them. */
function enqueueLost(tasks: readonly Task<any>[]): void {
  const ready = new Set<unknown>(tasks[0] && readyRunnables(tasks[0]._loop));
  for (const task of tasks) {
    const awaited = task._waiting;
    const isWoken = awaited === null || (awaited._state >= FINISHED && awaited._waiters === null);
    if (isWoken && task._state < FINISHED && !ready.has(task)) task._loop._enqueue(task);
  }
}

/** Throws the cancellation into the innermost task of a chain, without its awaited future. */
function abandon(first: Task<any>): void {
  let task = first;
  while (task._waiting !== null && task._waiting.cancel === first.cancel) task = task._waiting as Task<any>;
  const awaited = task._waiting;
  if (awaited === null || awaited._state >= FINISHED) return;
  task._ensureExtras();
  remember(task, undefined);
  detach(task, awaited);
}
