import { runtime } from "../execution/runtime.ts";

/** A loop that is about to run, as far as the check needs it. */
export interface RunState {
  /** Returns whether the loop was closed. */
  isClosed(): boolean;
  /** Returns whether a run is under way. */
  isRunning(): boolean;
}

/**
 * Checks that a loop can be run now.
 *
 * @throws Error if the loop is closed or running, or in a step of another loop
 */
export function checkRunnable(loop: RunState): void {
  if (loop.isClosed()) throw new Error("Event loop is closed");
  if (loop.isRunning()) throw new Error("This event loop is already running");
  if (runtime.running !== null) throw new Error("Cannot run the event loop while another loop is running");
}
