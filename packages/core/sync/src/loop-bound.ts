import { type EventLoop, getRunningLoop } from "@asyncio-ts/tasks";

/** A primitive that belongs to one loop, from its first contended use on. */
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
   * @internal Returns the running loop, and binds the primitive to it.
   *
   * @throws Error when the primitive is bound to another loop, or no loop is running
   */
  _getLoop(): EventLoop {
    const running = getRunningLoop();
    this.#loop ??= running;
    if (this.#loop !== running) throw new Error(`${String(this.#label)} is bound to a different event loop`);
    return running;
  }

  /** Returns the state, for errors and logs. */
  abstract toString(): string;
}
