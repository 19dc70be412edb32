import type { LoopCore } from "../scheduling/loop-core.ts";
import type { Runnable, Timer } from "../execution/runnable.ts";

/**
 * An observer of a loop's life. Each method is optional; none may change what it sees.
 *
 * A unit is a handle or a task. `by` is the unit whose step caused the event, `null` when the host did.
 */
export interface Instrument {
  /** A handle, timer handle or task was made. */
  spawned?(unit: Runnable, by: Runnable | null): void;
  /** A step begins. */
  stepBegan?(unit: Runnable): void;
  /** A step has ended. */
  stepEnded?(unit: Runnable): void;
  /** A task waits for `on`, a future; `null` when it only lets one pass go by. */
  parked?(unit: Runnable, on: unknown): void;
  /** A waiting task was made ready. */
  woken?(unit: Runnable, by: Runnable | null): void;
  /** A handle was cancelled, or a task was asked to end. */
  cancelled?(unit: Runnable, by: Runnable | null): void;
  /** A handle was called, or a task is done. */
  finished?(unit: Runnable): void;
  /** A timer was set. */
  timerSet?(timer: Timer): void;
  /** A timer's deadline was reached. */
  timerFired?(timer: Timer): void;
  /** The loop runs its ready work, until it waits, pauses for the host or stops. */
  sliceBegan?(loop: LoopCore): void;
  /** The loop has given its thread back. */
  sliceEnded?(loop: LoopCore): void;
}
