import { dispose } from "../support/dispose.ts";

/** The work outside a loop that will wake it. */
export class HeldWork {
  readonly #works = new Set<{ readonly name: string }>();
  readonly #onEnd: () => void;

  /** @param onEnd called when some work ends */
  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  /** The number of works. */
  get size(): number {
    return this.#works.size;
  }

  /** Begins a work. Disposing ends it. */
  begin(name: string): Disposable {
    const work = { name };
    this.#works.add(work);
    return {
      [dispose]: () => {
        if (this.#works.delete(work)) this.#onEnd();
      },
    };
  }

  /** Returns the names of the works. */
  names(): string[] {
    return Array.from(this.#works, ({ name }) => name);
  }
}
