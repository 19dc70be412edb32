import type { Driver } from "@asyncio-ts/loop";

/** A clock that jumps: parking until a deadline sets the clock to it. */
export class VirtualDriver implements Driver<true> {
  readonly ownsThread = true;
  readonly slice: number = Infinity;
  /** The part of the host that the program has awaited, in words; null if it awaited none. */
  awaitedHost: string | null = null;
  /** Whether a park has found a deadlock. */
  isDeadlocked = false;
  #now: number;
  readonly #hostWorkHeld: () => string[];
  readonly #deadlockError: () => Error;

  /** @param deadlockError creates the error for a park that nothing can end */
  constructor(start: number, hostWorkHeld: () => string[], deadlockError: () => Error) {
    this.#now = start;
    this.#hostWorkHeld = hostWorkHeld;
    this.#deadlockError = deadlockError;
  }

  now(): number {
    return this.#now;
  }

  park(deadline: number): void {
    if (deadline <= this.#now) return;
    const held = this.#hostWorkHeld();
    if (held.length > 0) this.awaitedHost = held.join(", ");
    if (deadline === Infinity || held.length > 0) {
      this.isDeadlocked = true;
      throw this.#deadlockError();
    }
    this.#now = deadline;
  }

  // Parking returns at once, so there is never a park to end.
  wake(): void {}

  promiseAwaited(): void {
    this.awaitedHost = "a Promise";
    throw new Error(
      "A VirtualLoop cannot wait for a Promise: it owns the thread, so the promise could never settle. " +
        "Use a HostVirtualLoop, which has the same clock and lets the host run",
    );
  }
}
