import { type EventLoop, getRunningLoop } from "@asyncio-ts/tasks";

/** A primitive that belongs to one loop, from its first contended use on. */
export abstract class LoopBound {
  #loop: EventLoop | null = null;

  /**
   * The loop it belongs to: the running one.
   *
   * @throws Error when it belongs to another, or outside a step
   */
  protected loop(): EventLoop {
    const running = getRunningLoop();
    this.#loop ??= running;
    if (this.#loop !== running) throw new Error(`${this.toString()} is bound to a different event loop`);
    return running;
  }

  /** Its state, as errors and logs show it. */
  abstract toString(): string;
}
