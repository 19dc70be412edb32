import type { ContextCell } from "./context-cell.ts";

/** An entry of a loop's ready queue: a handle, a task's next step, the callbacks of a future. */
export interface Runnable {
  /** The context of its steps. Null stands for a context that holds no variable and was never asked for. */
  context: ContextCell | null;
  /** Runnables of one owner keep their order within a pass, so a chooser never reorders them. The runnable itself by default. */
  readonly owner?: object;
  /** Whether its step only makes other runnables ready, so that its place within a pass is no choice of a chooser. */
  readonly isWakeUp?: boolean;
  /** Runs one step. Errors of user code are reported or kept, so only errors of the kernel's own code are thrown. */
  run(): void;
  /** Receives an error that `run()` has thrown. Without it, the loop reports the error. */
  failed?(error: unknown): void;
  /** Called if the loop closes while this is in its ready queue. */
  dropped?(): void;
}

/** A runnable that becomes ready at its deadline. It knows its place in the heap, so it leaves in O(log n). */
export interface Timer extends Runnable {
  /** Milliseconds on the loop's clock. */
  deadline: number;
  /** Creation order, which breaks ties. Set by the loop. */
  order: number;
  /** Index in the heap; -1 if not scheduled. Set by the heap. */
  slot: number;
}
