import type { TracedUnit } from "./traced-unit.ts";

/**
 * The kinds of {@link TraceEvent}, most of them with the names that an `Instrument` has.
 *
 * - `uncancelled`: a task has taken back all its cancellation requests.
 * - `console`: the program has written a line.
 */
export type EventKind =
  | "spawned"
  | "stepBegan"
  | "stepEnded"
  | "parked"
  | "woken"
  | "cancelled"
  | "uncancelled"
  | "finished"
  | "timerSet"
  | "timerFired"
  | "console"
  | "neverAwaited";

/** An event of a recording. */
export interface TraceEvent {
  /** What happened. */
  readonly kind: EventKind;
  /** Milliseconds on the loop's clock. */
  readonly time: number;
  /** The task, callback or timer that the event happened to; null for a console line outside every step. */
  readonly unit: TracedUnit | null;
  /** The unit that caused the event in its step; null if the host caused it. */
  readonly by: TracedUnit | null;
  /** The object that a `parked` task waits for; null for a bare yield and for other events. */
  readonly on: TracedUnit | null;
  /** The deadline of a timer, in milliseconds on the loop's clock. */
  readonly deadline?: number;
  /** The console line, or the name of the coroutine that was never awaited. */
  readonly text?: string;
  /** The function and line that created a coroutine that was never awaited; null outside debug mode. */
  readonly place?: string | null;
}
