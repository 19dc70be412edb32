import { shared } from "@asyncio-ts/loop/lowlevel";

/**
 * References to the open loops of this thread, in the order of their creation.
 *
 * A debugger that attaches to the process finds them as `globalThis[Symbol.for("asyncio-ts/1 loops")]`. The reference of a loop
 * that was collected before it was closed is empty.
 */
export const openLoops: Set<WeakRef<object>> = shared("loops", () => new Set());
