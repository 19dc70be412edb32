import type { Enter } from "./snapshot.ts";

/** A context as runnables and the runtime hold it. `Context` is its class. */
export interface ContextCell {
  /** @internal How to enter the host's own context that was captured with this one; null if none was. */
  _enter: Enter | null;
  /** @internal Whether `Context.run` or a step inside another step has entered it. */
  _entered: boolean;
}
