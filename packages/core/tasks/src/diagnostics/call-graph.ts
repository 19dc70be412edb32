import { host, repr, runtime } from "@asyncio-ts/loop/lowlevel";
import { type CallSite, runningAt, suspendedAt } from "../coroutines/call-site.ts";
import { recordedAwaiters } from "./awaited-by.ts";
import { currentTask } from "../kernel/current-task.ts";
import { type Future, isFuture } from "../kernel/future.ts";
import { advance } from "../kernel/step.ts";
import { isTask, type Task } from "../kernel/task.ts";
import { waitersOf } from "../kernel/waiter.ts";

/** A future, the stack of its coroutine, and the graphs of the tasks that await it. */
export interface FutureCallGraph {
  /** The future, or the task. */
  readonly future: Future<unknown>;
  /** The places where a task waits or runs, innermost call first. Empty for a plain future. */
  readonly callStack: readonly CallSite[];
  /** The tasks that await the future. */
  readonly awaitedBy: readonly FutureCallGraph[];
}

/** Options of the call graph functions. */
export interface CallGraphOptions {
  /** The number of calls of each stack: the outermost, or the innermost if negative. All by default. */
  limit?: number;
}

/**
 * Returns the call graph of a future: its stack, and the tasks that await it, up to the roots.
 *
 * Mirrors `asyncio.capture_call_graph`.
 *
 * @param future the current task by default
 * @returns null in a callback, if no future is given
 * @throws Error outside a step, if no future is given
 * @throws TypeError if `future` is no future
 */
export function captureCallGraph(future?: Future<unknown>, options: CallGraphOptions = {}): FutureCallGraph | null {
  return capture(captureCallGraph, future, options);
}

/** Returns the call graph as text. Mirrors `asyncio.format_call_graph`. */
export function formatCallGraph(future?: Future<unknown>, options: CallGraphOptions = {}): string {
  return format(formatCallGraph, future, options);
}

/** Writes the call graph to the console, or to `options.write`. Mirrors `asyncio.print_call_graph`. */
export function printCallGraph(future?: Future<unknown>, options: CallGraphOptions & { write?: (text: string) => void } = {}): void {
  (options.write ?? host.console.error)(format(printCallGraph, future, options));
}

/** The function that the program called. Stacks leave it out, with its callees. */
type Entry = typeof captureCallGraph | typeof formatCallGraph | typeof printCallGraph;

function format(entry: Entry, future: Future<unknown> | undefined, options: CallGraphOptions): string {
  const captured = capture(entry, future, options);
  return captured === null ? "" : render(captured, "").join("\n");
}

function capture(entry: Entry, future: Future<unknown> | undefined, { limit }: CallGraphOptions): FutureCallGraph | null {
  if (future === undefined && runtime.running === null) {
    throw new Error(`${entry.name}() is called outside of a running event loop and no future to introspect was provided`);
  }
  const subject = future ?? currentTask();
  if (subject === null) return null;
  if (!isFuture(subject)) throw new TypeError(`${entry.name}: a future was expected, got ${repr(subject)}`);
  return graphOf(subject, entry, limit);
}

function graphOf(future: Future<unknown>, entry: Entry, limit: number | undefined): FutureCallGraph {
  const sites = limit === 0 || !isTask(future) ? [] : future === runtime.current ? runningStack(future, entry) : future.getStack();
  const tasks = waitersOf(future).flatMap(({ awaiter }) => (awaiter === null ? [] : [awaiter]));
  const awaiters = new Set<Future<unknown>>([...tasks, ...recordedAwaiters(future)]);
  return {
    future,
    callStack: (limit === undefined ? sites : limit < 0 ? sites.slice(limit) : sites.slice(0, limit)).reverse(),
    awaitedBy: Array.from(awaiters, (awaiter) => graphOf(awaiter, entry, limit)),
  };
}

/** Returns the stack of the running task. Coroutines that wait for the innermost one come before it. */
function runningStack(task: Task<unknown>, entry: Entry): CallSite[] {
  const waiting = [task._coro!, ...(task._frames ?? [])].slice(0, -1);
  const outer = task._awaitsForeign() ? [] : suspendedAt(waiting);
  return [...outer, ...runningAt(entry, advance)];
}

function render({ future, callStack, awaitedBy }: FutureCallGraph, indent: string): string[] {
  const lines = [`${indent}* ${isTask(future) ? `Task(name='${future.getName()}')` : future.toString()}`];
  if (callStack.length > 0) lines.push(`${indent}  + Call stack:`, ...callStack.map((site) => `${indent}  |   ${site}`));
  if (awaitedBy.length > 0) lines.push(`${indent}  + Awaited by:`);
  for (const parent of awaitedBy) lines.push(...render(parent, `${indent}    `));
  return lines;
}
