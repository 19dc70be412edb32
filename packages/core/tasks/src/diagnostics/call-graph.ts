import { bounded, checkCallback, checkOptions, host, repr, runtime, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type CallSite, runningAt, suspendedAt } from "../coroutines/call-site.ts";
import { recordedAwaiters } from "./awaited-by.ts";
import { currentTask } from "../kernel/current-task.ts";
import { type Future, isFuture } from "../kernel/future.ts";
import { advance } from "../kernel/step.ts";
import { isTask, type Task } from "../kernel/task.ts";
import { waitersOf } from "../kernel/waiter.ts";
import { more } from "./deadlock-error.ts";

/** A future, the stack of its coroutine, and the graphs of the tasks that await it. */
export interface FutureCallGraph {
  /** The future, or the task. */
  readonly future: Future<unknown>;
  /** The places where a task waits or runs, innermost call first. Empty for a plain future. */
  readonly callStack: readonly CallSite[];
  /** The graphs of the tasks that await the future. In a circle of tasks, the repeated one has neither calls nor awaiters. */
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
  return capture(captureCallGraph, future, options, Infinity)?.graph ?? null;
}

/** Returns the call graph as text. Mirrors `asyncio.format_call_graph`. */
export function formatCallGraph(future?: Future<unknown>, options: CallGraphOptions = {}): string {
  return format(formatCallGraph, future, options);
}

/** Writes the call graph to the console, or to `options.write`. Mirrors `asyncio.print_call_graph`. */
export function printCallGraph(future?: Future<unknown>, options: CallGraphOptions & { write?: (text: string) => void } = {}): void {
  checkOptions("printCallGraph", options);
  const write = options.write ?? host.console.error;
  checkCallback("printCallGraph", write);
  write(format(printCallGraph, future, options));
}

/** The function that the program called. Stacks leave it out, with its callees. */
type Entry = typeof captureCallGraph | typeof formatCallGraph | typeof printCallGraph;

function format(entry: Entry, future: Future<unknown> | undefined, options: CallGraphOptions): string {
  const captured = capture(entry, future, options, MOST);
  return captured === null ? "" : render(captured.graph, captured.left).join("\n");
}

/** The most futures of a text. */
const MOST = 100;

/** A graph, and the number of awaiters that it leaves out. */
interface Captured {
  readonly graph: FutureCallGraph;
  readonly left: number;
}

function capture(entry: Entry, future: Future<unknown> | undefined, options: CallGraphOptions, most: number): Captured | null {
  checkOptions(entry.name, options);
  const { limit } = options;
  if (limit !== undefined && typeof limit !== "number") throw wrongArgument(entry.name, "a number as limit", limit);
  if (future === undefined && runtime.running === null) {
    throw new Error(`${entry.name}() is called outside of a running event loop and no future to introspect was provided`);
  }
  const subject = future ?? currentTask();
  if (subject === null) return null;
  if (!isFuture(subject)) throw new TypeError(`${entry.name}: a future was expected, got ${repr(subject)}`);
  return graphOf(subject, entry, limit, most);
}

/** A future of the graph, and the array that its graph joins. Without the array, all that is above it in the graph is captured. */
interface Visit {
  readonly future: Future<unknown>;
  readonly into?: FutureCallGraph[];
}

/** Captures a graph without recursion, because a chain of tasks may be longer than the stack is deep. */
function graphOf(subject: Future<unknown>, entry: Entry, limit: number | undefined, most: number): Captured {
  const root: FutureCallGraph[] = [];
  const graphs = new Map<Future<unknown>, FutureCallGraph>();
  const path = new Set<Future<unknown>>();
  const pending: Visit[] = [{ future: subject, into: root }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { future, into } = next;
    const known = graphs.get(future);
    if (into === undefined) path.delete(future);
    else if (known !== undefined) into.push(path.has(future) ? { future, callStack: [], awaitedBy: [] } : known);
    else {
      const awaitedBy: FutureCallGraph[] = [];
      const graph = { future, callStack: graphs.size < most ? callsOf(future, entry, limit) : [], awaitedBy };
      if (graphs.size < most) into.push(graph);
      graphs.set(future, graph);
      path.add(future);
      pending.push({ future });
      const tasks = waitersOf(future).flatMap(({ awaiter }) => (awaiter === null ? [] : [awaiter]));
      const awaiters = new Set<Future<unknown>>([...tasks, ...recordedAwaiters(future)]);
      for (const awaiter of [...awaiters].reverse()) pending.push({ future: awaiter, into: awaitedBy });
    }
  }
  return { graph: root[0]!, left: graphs.size - most };
}

function callsOf(future: Future<unknown>, entry: Entry, limit: number | undefined): CallSite[] {
  const sites = limit === 0 || !isTask(future) ? [] : future === runtime.current ? runningStack(future, entry) : future.getStack();
  return (limit === undefined ? sites : limit < 0 ? sites.slice(limit) : sites.slice(0, limit)).reverse();
}

/** Returns the stack of the running task. Coroutines that wait for the innermost one come before it. */
function runningStack(task: Task<unknown>, entry: Entry): CallSite[] {
  const waiting = [task._coro!, ...(task._frames ?? [])].slice(0, -1);
  const outer = task._awaitsForeign() ? [] : suspendedAt(waiting);
  return [...outer, ...runningAt(entry, advance)];
}

function render(graph: FutureCallGraph, left: number): string[] {
  const lines: string[] = [];
  const shown = new Set<Future<unknown>>();
  const pending = [{ node: graph, indent: "" }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, indent } = next;
    const { future, callStack, awaitedBy } = node;
    const name = isTask(future) ? `Task(name='${bounded(future.getName())}')` : future.toString();
    lines.push(`${indent}* ${name}${shown.has(future) ? " (see above)" : ""}`);
    shown.add(future);
    if (callStack.length > 0) lines.push(`${indent}  + Call stack:`, ...callStack.map((site) => `${indent}  |   ${site}`));
    if (awaitedBy.length > 0) lines.push(`${indent}  + Awaited by:`);
    for (const parent of [...awaitedBy].reverse()) pending.push({ node: parent, indent: `${indent}    ` });
  }
  return [...lines, ...more("", left)];
}
