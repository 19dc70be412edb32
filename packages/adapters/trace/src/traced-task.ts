import type { TracedUnit } from "./traced-unit.ts";

/** A task of a recording. */
export interface TracedTask extends TracedUnit {
  /** Always `task`. */
  readonly kind: "task";
  /**
   * The function and line that created the first task of the same coroutine function; null if the task is older than the recording.
   */
  readonly place: string | null;
  /** The unit that created the task in its step; null if the host created it. */
  readonly parent: TracedUnit | null;
  /** Milliseconds on the loop's clock; null if the task is older than the recording. */
  readonly spawned: number | null;
  /** Milliseconds on the loop's clock; null if the task is not done. */
  readonly finished: number | null;
  /** How the task ended. */
  readonly state: "pending" | "finished" | "failed" | "cancelled";
  /** The number of cancellation requests that were not taken back: now, or at the end of the task. */
  readonly cancelling: number;
  /** The object that the task waits for now; null if it is ready, running or done. */
  readonly waitsFor: TracedUnit | null;
  /** Where the task is suspended now, innermost call first. */
  readonly stack: readonly string[];
}
