import { brand, checkOptions, hostWorkHeld } from "@asyncio-ts/loop/lowlevel";
import { DeadlockError, ThreadLoop } from "@asyncio-ts/tasks";
import { milliseconds } from "./milliseconds.ts";
import { VirtualDriver } from "./virtual-driver.ts";

/**
 * A loop for tests on virtual time. It owns its thread, and when nothing is ready its clock jumps to the next deadline. A
 * program takes no real time, keeps its exact times and order, and `run` returns its value.
 *
 * When every task waits and no deadline is left, running throws a DeadlockError. It also throws when time would have to jump
 * while host work is held, because the host cannot run meanwhile.
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
  /**
   * @param options.start the clock's first value in milliseconds; 0 by default
   * @throws TypeError when an option is not a number of milliseconds
   */
  constructor(options: { start?: number } = {}) {
    checkOptions("VirtualLoop", options);
    const { start = 0 } = options;
    super(
      new VirtualDriver(
        milliseconds("VirtualLoop", "start", start, Number.isFinite),
        () => hostWorkHeld(this),
        () => this.#deadlockError(),
      ),
    );
  }

  #deadlockError(): Error {
    const held = hostWorkHeld(this);
    const reason =
      held.length === 0
        ? "Deadlock: every task waits, and nothing can wake one"
        : `Deadlock: a VirtualLoop owns the thread, so host work can never complete (${held.join(", ")}); use a HostVirtualLoop`;
    return new DeadlockError(this, reason);
  }
}

brand(VirtualLoop, "VirtualLoop");
