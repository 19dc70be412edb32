import { type Driver, HostDriver } from "asyncio-ts";

/**
 * Drives a loop on the host with a clock that only jumps from deadline to deadline, as a virtual clock does, but waits for each:
 * one second of the clock takes `1 / factor` seconds of real time. The times of a program are the same at each run.
 */
export class PacedDriver implements Driver<false> {
  readonly ownsThread = false;
  readonly slice: number;
  readonly #host = new HostDriver();
  readonly #start = this.#host.now();
  readonly #factor: number;
  #now = 0;

  constructor(factor: number) {
    this.#factor = factor;
    this.slice = this.#host.slice;
  }

  now(): number {
    return this.#now;
  }

  park(deadline: number, turn: () => void): void {
    const hostDeadline = this.#start + deadline / this.#factor;
    this.#host.park(hostDeadline, () => {
      // Before its deadline, the host wakes the loop for ready work.
      if (this.#host.now() >= hostDeadline) this.#now = Math.max(this.#now, deadline);
      turn();
    });
  }

  wake(): void {
    this.#host.wake();
  }

  close(): void {
    this.#host.close();
  }
}
