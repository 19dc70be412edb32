import { runtime } from "../execution/runtime.ts";

/** The state of a loop that is about to run. */
interface LoopState {
  isClosed(): boolean;
  isRunning(): boolean;
}

/**
 * Checks that a loop can be run now.
 *
 * @throws Error if the loop is closed or running, or in a step of another loop
 */
export function checkRunnable(loop: LoopState): void {
  if (loop.isClosed()) throw new Error("Event loop is closed");
  if (loop.isRunning()) throw new Error("This event loop is already running");
  if (runtime.running !== null) throw new Error("Cannot run the event loop while another loop is running");
}
