import type { Context } from "./context.ts";

/** What stands in a loop's ready queue: a handle, a task's next step, a future with callbacks to call. */
export interface Runnable {
  /** The context of its steps; `null` stands for one that holds no variable and was never asked for. */
  context: Context | null;
  /** Runnables of one owner keep their order in a pass, which is never a choice: the callbacks of one future. Itself by default. */
  readonly owner?: object;
  /** Runs one step. It never throws: what goes wrong in user code is reported or kept. */
  run(): void;
  /** The loop was closed while this stood in its ready queue. */
  dropped?(): void;
}

/** A runnable that becomes ready when its deadline is reached; it knows its place in the heap, so it leaves in O(log n). */
export interface Timer extends Runnable {
  /** Milliseconds on the loop's clock. */
  deadline: number;
  /** Creation order, which breaks ties. Set by the loop. */
  order: number;
  /** Index in the heap; -1 when not scheduled. Set by the heap. */
  slot: number;
}
