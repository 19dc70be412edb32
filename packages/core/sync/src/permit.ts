import { disposable } from "@asyncio-ts/loop/lowlevel";

/** A primitive that issues permits: its `acquire` returns them. */
export interface PermitIssuer {
  /** Releases a permit of this issuer. Called at most once a permit. */
  _releasePermit(permit: Permit): void;
}

/**
 * The `Disposable` that `acquire` returns. Disposing it releases its issuer, once, so that `using _ = yield* lock.acquire()`
 * holds the lock until the end of the block.
 */
export class Permit {
  /** The task that holds it, for traces and debuggers: a lock has one holder, which keeps it alive. Null outside a task. */
  holder: object | null = null;
  #issuer: PermitIssuer | null;
  declare readonly [Symbol.dispose]: () => void;

  constructor(issuer: PermitIssuer) {
    this.#issuer = issuer;
  }

  /** Releases the permit. Does nothing the second time. */
  release(): void {
    const issuer = this.#issuer;
    this.#issuer = null;
    issuer?._releasePermit(this);
  }
}

disposable(Permit, function () {
  this.release();
});
