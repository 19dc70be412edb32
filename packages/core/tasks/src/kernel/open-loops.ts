import { shared } from "@asyncio-ts/loop/lowlevel";

/** A weak reference to an open loop. */
interface LoopReference {
  /** Returns the loop; undefined if it was collected. */
  deref(): object | undefined;
}

/**
 * References to the open loops of this thread, in the order of their creation.
 *
 * A debugger that attaches to the process finds them as `globalThis[Symbol.for("asyncio-ts/1 loops")]`. The reference of a loop
 * that was collected before it was closed is empty.
 */
const openLoops: Set<LoopReference> = shared("loops", () => new Set());

/**
 * Adds a loop to the registry. Returns the function that removes it, which the loop holds.
 *
 * A new WeakRef keeps its target alive until the end of the job. That is why it refers to an entry, which is emptied at the end:
 * otherwise all loops of a job would pile up, closed or not.
 */
export function registerLoop(loop: object): () => void {
  const entry: { loop: object | undefined } = { loop };
  const reference = referenceTo(new WeakRef(entry));
  openLoops.add(reference);
  return () => {
    openLoops.delete(reference);
    entry.loop = undefined;
  };
}

// A function of its own: a closure of `registerLoop` would hold the entry, and thereby the loop.
function referenceTo(entry: WeakRef<{ loop: object | undefined }>): LoopReference {
  return { deref: () => entry.deref()?.loop };
}
