import type { StateSpan, TracedTask } from "@asyncio-ts/trace";

/** The state of a task at a place of the run. */
export type TaskView =
  | { readonly state: "unborn" }
  | { readonly state: "running" | "ready" | "waiting"; readonly span: StateSpan }
  | { readonly state: "finished" | "failed" | "cancelled" | "left" };

/** The spans of one task, in their order, and the index of the event that ended it. */
export interface Lane {
  readonly task: TracedTask;
  readonly spans: readonly StateSpan[];
  readonly born: number;
  readonly done: number;
}

/** Returns the state of a task after so many events. */
export function viewOf({ born, done, spans, task }: Lane, applied: number): TaskView {
  if (applied <= born) return { state: "unborn" };
  if (applied > done) return { state: task.state === "pending" ? "left" : task.state };
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (spans[middle]!.last < applied) low = middle + 1;
    else high = middle;
  }
  const span = spans[Math.min(low, spans.length - 1)];
  return span === undefined ? { state: "left" } : { state: span.state, span };
}

/** Returns a state in words. */
export function describeView(view: TaskView): string {
  switch (view.state) {
    case "unborn":
      return "not created yet";
    case "left":
      return "was left behind";
    case "waiting":
      return `${view.span.isCancelling ? "is being cancelled, " : ""}waits for ${view.span.on?.name ?? "something"}`;
    case "running":
      return "is running";
    case "ready":
      return view.span.isYield ? "is ready again" : "is ready";
    default:
      return view.state === "finished" ? "has finished" : view.state === "failed" ? "has failed" : "was cancelled";
  }
}
