import { host, realm } from "@asyncio-ts/loop";
import { type CallSite, runningAt } from "./call-site.ts";
import { currentTask } from "./current-task.ts";
import { type Future, isFuture } from "./future.ts";
import { isTask } from "./task.ts";

/** A future, where its coroutine stands (innermost call first), and the graphs of the tasks that await it. */
export interface FutureCallGraph {
  readonly future: Future<unknown>;
  readonly callStack: readonly CallSite[];
  readonly awaitedBy: readonly FutureCallGraph[];
}

/** How much of each stack to give: up to `limit` calls from the innermost, for a negative one from the outermost. */
export interface CallGraphOptions {
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
  if (future === undefined && realm.running === null) {
    throw new Error("captureCallGraph() is called outside of a running event loop and no future to introspect was provided");
  }
  const subject = future ?? currentTask();
  if (subject === null) return null;
  if (!isFuture(subject)) throw new TypeError(`captureCallGraph: a future was expected, got ${String(subject)}`);
  return graph(subject, options.limit);
}

/** The call graph as text. Mirrors `asyncio.format_call_graph`. */
export function formatCallGraph(future?: Future<unknown>, options: CallGraphOptions = {}): string {
  const captured = captureCallGraph(future, options);
  return captured === null ? "" : render(captured, "").join("\n");
}

/** Writes the call graph to the console, or to `options.write`. Mirrors `asyncio.print_call_graph`. */
export function printCallGraph(future?: Future<unknown>, options: CallGraphOptions & { write?: (text: string) => void } = {}): void {
  (options.write ?? host.console.error)(formatCallGraph(future, options));
}

function graph(future: Future<unknown>, limit: number | undefined): FutureCallGraph {
  const running = future === realm.current;
  const innermostFirst = !isTask(future) ? [] : running ? runningAt(captureCallGraph).reverse() : future.getStack().reverse();
  const awaiters = new Set(future._listWaiters().flatMap(({ awaiter }) => (awaiter === null ? [] : [awaiter])));
  return {
    future,
    callStack: limit === undefined ? innermostFirst : limit < 0 ? innermostFirst.slice(limit) : innermostFirst.slice(0, limit),
    awaitedBy: Array.from(awaiters, (task) => graph(task, limit)),
  };
}

function render({ future, callStack, awaitedBy }: FutureCallGraph, indent: string): string[] {
  const lines = [`${indent}* ${isTask(future) ? `Task(name='${future.getName()}')` : future.toString()}`];
  if (callStack.length > 0) lines.push(`${indent}  + Call stack:`, ...callStack.map((site) => `${indent}  |   ${site}`));
  if (awaitedBy.length > 0) lines.push(`${indent}  + Awaited by:`);
  for (const parent of awaitedBy) lines.push(...render(parent, `${indent}    `));
  return lines;
}
