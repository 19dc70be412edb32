import { host, runtime } from "@asyncio-ts/loop/lowlevel";
import { type CallSite, runningAt, suspendedAt } from "../coroutines/call-site.ts";
import { currentTask } from "../kernel/current-task.ts";
import { type Future, isFuture } from "../kernel/future.ts";
import { advance } from "../kernel/step.ts";
import { isTask, type Task } from "../kernel/task.ts";

/** A future, where its coroutine stands (innermost call first), and the graphs of the tasks that await it. */
export interface FutureCallGraph {
  /** The future, or the task. */
  readonly future: Future<unknown>;
  /** Where a task waits, or runs; empty for a plain future. */
  readonly callStack: readonly CallSite[];
  /** The tasks that wait for it. */
  readonly awaitedBy: readonly FutureCallGraph[];
}

/** How much of each stack to give: up to `limit` calls from the outermost, for a negative one from the innermost. */
export interface CallGraphOptions {
  /** How many calls of each stack to take: the outermost, or the innermost where it is negative. All by default. */
  limit?: number;
}

/**
 * The call graph of a future: its own stack, and who awaits it, up to the roots.
 *
 * Mirrors `asyncio.capture_call_graph`.
 *
 * @param future the current task by default
 * @returns null in a callback, when no future is given
 * @throws Error outside a step when no future is given
 * @throws TypeError when it is no future
 */
export function captureCallGraph(future?: Future<unknown>, options: CallGraphOptions = {}): FutureCallGraph | null {
  return capture(captureCallGraph, future, options);
}

/** The call graph as text. Mirrors `asyncio.format_call_graph`. */
export function formatCallGraph(future?: Future<unknown>, options: CallGraphOptions = {}): string {
  return format(formatCallGraph, future, options);
}

/** Writes the call graph to the console, or to `options.write`. Mirrors `asyncio.print_call_graph`. */
export function printCallGraph(future?: Future<unknown>, options: CallGraphOptions & { write?: (text: string) => void } = {}): void {
  (options.write ?? host.console.error)(format(printCallGraph, future, options));
}

/** What the program has called: the calls inside it are of no interest. */
type Entrance = typeof captureCallGraph | typeof formatCallGraph | typeof printCallGraph;

function format(entrance: Entrance, future: Future<unknown> | undefined, options: CallGraphOptions): string {
  const captured = capture(entrance, future, options);
  return captured === null ? "" : render(captured, "").join("\n");
}

function capture(entrance: Entrance, future: Future<unknown> | undefined, { limit }: CallGraphOptions): FutureCallGraph | null {
  if (future === undefined && runtime.running === null) {
    throw new Error(`${entrance.name}() is called outside of a running event loop and no future to introspect was provided`);
  }
  const subject = future ?? currentTask();
  if (subject === null) return null;
  if (!isFuture(subject)) throw new TypeError(`${entrance.name}: a future was expected, got ${String(subject)}`);
  return graph(subject, entrance, limit);
}

function graph(future: Future<unknown>, entrance: Entrance, limit: number | undefined): FutureCallGraph {
  const sites = limit === 0 || !isTask(future) ? [] : future === runtime.current ? runningStack(future, entrance) : future.getStack();
  const awaiters = new Set(future._waiterList().flatMap(({ awaiter }) => (awaiter === null ? [] : [awaiter])));
  return {
    future,
    callStack: (limit === undefined ? sites : limit < 0 ? sites.slice(limit) : sites.slice(0, limit)).reverse(),
    awaitedBy: Array.from(awaiters, (task) => graph(task, entrance, limit)),
  };
}

/** The stack of the task that runs: coroutines that wait for the innermost one stand before it. */
function runningStack(task: Task<unknown>, entrance: Entrance): CallSite[] {
  const waiting = [task._coro!, ...(task._frames ?? [])].slice(0, -1);
  const outer = task._extras?.theirs === true ? [] : suspendedAt(waiting);
  return [...outer, ...runningAt(entrance, advance)];
}

function render({ future, callStack, awaitedBy }: FutureCallGraph, indent: string): string[] {
  const lines = [`${indent}* ${isTask(future) ? `Task(name='${future.getName()}')` : future.toString()}`];
  if (callStack.length > 0) lines.push(`${indent}  + Call stack:`, ...callStack.map((site) => `${indent}  |   ${site}`));
  if (awaitedBy.length > 0) lines.push(`${indent}  + Awaited by:`);
  for (const parent of awaitedBy) lines.push(...render(parent, `${indent}    `));
  return lines;
}
