import type { Runnable, Timer } from "../execution/runnable.ts";
import type { RunningLoop } from "../execution/runtime.ts";

/**
 * An observer of a loop. All methods are optional, and none may change the objects it receives.
 *
 * A unit is a handle or a task. `by` is the unit that caused the event in its step; null if the host caused it.
 */
export interface Instrument {
  /** A handle, a timer handle or a task was created. */
  spawned?(unit: Runnable, by: Runnable | null): void;
  /** A step begins. */
  stepBegan?(unit: Runnable): void;
  /** A step has ended. */
  stepEnded?(unit: Runnable): void;
  /** A task waits for the future `on`; null for a bare yield, which ends with the next pass. */
  parked?(unit: Runnable, on: unknown): void;
  /** A waiting task became ready. */
  woken?(unit: Runnable, by: Runnable | null): void;
  /** A handle was cancelled, or the cancellation of a task was requested. */
  cancelled?(unit: Runnable, by: Runnable | null): void;
  /** A handle was called, or a task is done. */
  finished?(unit: Runnable): void;
  /** A timer was scheduled. */
  timerSet?(timer: Timer): void;
  /** A timer reached its deadline. */
  timerFired?(timer: Timer): void;
  /**
   * A coroutine was never awaited. Notified when the coroutine is collected, at the latest when the loop closes.
   *
   * @param origin has the stack where the coroutine was created; null outside debug mode
   */
  neverAwaited?(name: string, origin: Error | null): void;
  /** The loop begins a slice: it runs ready work until it waits, pauses for the host or stops. */
  sliceBegan?(loop: RunningLoop): void;
  /** The loop has ended its slice. */
  sliceEnded?(loop: RunningLoop): void;
}
