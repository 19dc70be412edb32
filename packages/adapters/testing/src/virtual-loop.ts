import type { Driver } from "@asyncio-ts/loop";
import { brand } from "@asyncio-ts/loop/lowlevel";
import { DeadlockError, type Future, ThreadLoop } from "@asyncio-ts/tasks";

/** A clock that jumps: parking is arriving. */
class VirtualDriver implements Driver<true> {
  readonly ownsThread = true;
  readonly slice: number = Infinity;
  #now: number;
  readonly #mayJump: () => boolean;
  readonly #deadlock: () => Error;

  /** @param deadlock makes the error for a wait that nothing can end */
  constructor(start: number, mayJump: () => boolean, deadlock: () => Error) {
    this.#now = start;
    this.#mayJump = mayJump;
    this.#deadlock = deadlock;
  }

  now(): number {
    return this.#now;
  }

  park(deadline: number): void {
    if (deadline <= this.#now) return;
    if (deadline === Infinity || !this.#mayJump()) throw this.#deadlock();
    this.#now = deadline;
  }

  // Nothing outside can wake it, and it never waits.
  wake(): void {}
}

/**
 * A loop for tests on virtual time: it owns its thread, and when nothing is ready its clock jumps to the next deadline. So a
 * program runs at once, with the exact times and order of a real one, and `run` returns its value.
 *
 * When everything waits and no deadline is left, running throws a DeadlockError; so it does when time would have to jump while
 * host work is held, since nothing of the host's can happen meanwhile.
 *
 * @example
 * ```ts
 * import { VirtualLoop } from "@asyncio-ts/testing";
 * import { run, sleep } from "@asyncio-ts/tasks";
 *
 * const loop = new VirtualLoop();
 * const time = run(
 *   function* () {
 *     yield* sleep(60_000);
 *     return loop.time();
 *   },
 *   { loop },
 * );
 * console.log(time); // prints 60000
 * ```
 */
export class VirtualLoop extends ThreadLoop {
  /** @param options.start what the clock shows at first, in milliseconds; 0 by default */
  constructor(options: { start?: number } = {}) {
    const mayJump = () => this.hostWorkHeld().length === 0;
    super(new VirtualDriver(options.start ?? 0, mayJump, () => this.#deadlock()));
  }

  /**
   * Refuses.
   *
   * @throws Error always: no promise can settle while this loop owns the thread
   */
  override adoptPromise<T>(_promise: PromiseLike<T>): Future<T> {
    throw new Error(
      "A VirtualLoop cannot wait for a Promise: it owns the thread, so the promise could never settle. " +
        "Use a HostVirtualLoop, which keeps the same clock and lets the host in",
    );
  }

  #deadlock(): Error {
    const held = this.hostWorkHeld();
    const why =
      held.length === 0
        ? "Deadlock: every task waits, and nothing is left that could wake one"
        : `Deadlock: a VirtualLoop owns the thread, so what is to come from outside never can (${held.join(", ")}); use a HostVirtualLoop`;
    return new DeadlockError(this, why);
  }
}

brand(VirtualLoop, "VirtualLoop");
