import { repr } from "../support/repr.ts";
import { runtime } from "./runtime.ts";
import type { Enter, Snapshot } from "./snapshot.ts";

/**
 * Installs the host's own context beside context variables.
 *
 * A snapshot is taken wherever a context is captured: when a handle, a task or a done callback is created. It is entered
 * around each of their steps.
 *
 * @param snapshot null, the default, captures nothing and costs nothing
 * @throws TypeError if `snapshot` is neither a function nor null
 */
export function setSnapshot(snapshot: Snapshot | null): void {
  if (snapshot !== null && typeof snapshot !== "function") {
    throw new TypeError(`setSnapshot: a function or null was expected, got ${repr(snapshot)}`);
  }
  runtime.snapshot = snapshot === null ? null : () => safely(snapshot());
}

/**
 * Returns an `enter` that runs its step in any case, because a task would be lost with its step. If the host's context
 * cannot be entered, the step runs outside it, and the exception handler of the loop receives the reason.
 */
function safely(enter: Enter): Enter {
  if (typeof enter !== "function") throw new TypeError(`setSnapshot: the snapshot must return a function, got ${repr(enter)}`);
  return (step) => {
    const steps = { begun: 0, ended: 0 };
    const run = () => {
      steps.begun++;
      const result = step();
      steps.ended++;
      return result;
    };
    try {
      const result = enter(run);
      if (steps.begun > 0) return result;
      throw new TypeError("setSnapshot: the function of the snapshot must call its step");
    } catch (exception) {
      if (steps.begun > steps.ended) throw exception;
      runtime.running?.callExceptionHandler({ message: "Exception in the snapshot of the host's context", exception });
      return (steps.begun === 0 ? step() : undefined) as never;
    }
  };
}
