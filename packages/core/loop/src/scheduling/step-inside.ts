import { currentOrNull } from "../execution/context.ts";
import { runInRootScope } from "../execution/root-scope.ts";
import type { Runnable } from "../execution/runnable.ts";
import { runtime } from "../execution/runtime.ts";

/**
 * Takes one step of `runnable` inside the step that runs now. The context of the outer step stays entered meanwhile.
 *
 * An error of the step goes to the runnable, if it takes errors.
 *
 * @throws Error if the context of `runnable` is entered already; then no step is taken
 */
export function stepInside(runnable: Runnable): void {
  const { current, entered } = runtime;
  const outer = currentOrNull();
  if (runnable.context !== null && (runnable.context._entered || runnable.context === outer)) {
    throw new Error("cannot enter a context that is already entered");
  }
  const wasEntered = outer?._entered;
  if (outer !== null) outer._entered = true;
  runtime.current = runnable;
  runtime.entered = null;
  try {
    runInRootScope(runnable.run, runnable);
  } catch (error) {
    if (runnable.failed === undefined) throw error;
    runnable.failed(error);
  } finally {
    runtime.current = current;
    runtime.entered = entered;
    if (outer !== null) outer._entered = wasEntered!;
  }
}
