import { type EventLoop, getRunningLoop } from "@asyncio-ts/tasks";
import { shareFutures } from "@asyncio-ts/tasks/lowlevel";

/** A primitive that belongs to one loop from its first contended use on, or to all host loops of its thread. */
export abstract class LoopBound {
  #loop: EventLoop | null = null;

  /**
   * Returns the running loop, on which the caller waits.
   *
   * @throws Error if the primitive belongs to a loop that shares nothing with it, or outside a step
   */
  protected loop(): EventLoop {
    const running = getRunningLoop();
    this.#loop ??= running;
    if (!shareFutures(this.#loop, running)) throw new Error(`${this.toString()} is bound to a different event loop`);
    return running;
  }

  /** Its state, as errors and logs show it. */
  abstract toString(): string;
}
