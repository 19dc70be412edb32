import { type EventLoop, getRunningLoop } from "@asyncio-ts/tasks";
import { shareFutures } from "@asyncio-ts/tasks/lowlevel";

/** A primitive that belongs to one loop from its first contended use on, or to all host loops of its thread. */
export abstract class LoopBound {
  #loop: EventLoop | null = null;
  #label: object = this;

  /** @internal */
  get _label(): object {
    return this.#label;
  }

  /** @internal Makes errors and deadlock reports name `label`, the primitive that this one is a part of. @returns this */
  _labelled(label: object): this {
    this.#label = label;
    return this;
  }

  /**
   * @internal Returns the running loop, on which the caller waits, and binds the primitive to it. Host loops share a primitive.
   *
   * @throws Error if the primitive is bound to a loop that shares nothing with it, or no loop is running
   */
  _getLoop(): EventLoop {
    const running = getRunningLoop();
    this.#loop ??= running;
    if (!shareFutures(this.#loop, running)) throw new Error(`${String(this.#label)} is bound to a different event loop`);
    return running;
  }

  /** Returns the state, for errors and logs. */
  abstract toString(): string;
}
