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
 * The entry of a loop in the registry of open loops. The loop holds it.
 *
 * A new WeakRef keeps its target alive until the end of the job. That is why it refers to this entry, which `close()` empties:
 * otherwise all loops of a job would pile up, closed or not.
 */
export class OpenLoop {
  #loop: object | undefined;
  readonly #reference: LoopReference;

  constructor(loop: object) {
    this.#loop = loop;
    this.#reference = OpenLoop.#weakly(new WeakRef<OpenLoop>(this));
    openLoops.add(this.#reference);
  }

  /** Removes the loop from the registry. */
  close(): void {
    openLoops.delete(this.#reference);
    this.#loop = undefined;
  }

  // A function of its own, because a closure of the constructor would hold the entry.
  static #weakly(entry: WeakRef<OpenLoop>): LoopReference {
    return {
      deref() {
        const open = entry.deref();
        return open === undefined ? undefined : open.#loop;
      },
    };
  }
}
