import { dispose } from "../support/dispose.ts";

/** The work outside a loop that will wake it. */
export class HostWork {
  readonly #held = new Set<{ readonly name: string }>();
  readonly #onEnd: () => void;

  /** @param onEnd called whenever some of the work has ended */
  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  /** Holds work until the result is disposed. */
  hold(name: string): Disposable {
    const work = { name };
    this.#held.add(work);
    return {
      [dispose]: () => {
        if (this.#held.delete(work)) this.#onEnd();
      },
    };
  }

  /** Returns the names of the work that is held. */
  names(): string[] {
    return Array.from(this.#held, ({ name }) => name);
  }
}
