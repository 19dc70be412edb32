import { disposable } from "@asyncio-ts/loop/lowlevel";

/** What can be given back. */
export interface Releasable {
  /** Takes back what was given with `permit`. Called once. */
  giveBack(permit: Permit): void;
}

/** What `acquire` gives: disposing it releases, once. So `using _ = yield* lock.acquire()` holds until the end of the block. */
export class Permit {
  #from: Releasable | null;
  declare readonly [Symbol.dispose]: () => void;

  constructor(from: Releasable) {
    this.#from = from;
  }

  /** Gives it back, the first time. */
  release(): void {
    const from = this.#from;
    this.#from = null;
    from?.giveBack(this);
  }
}

disposable(Permit, function () {
  this.release();
});
