import { type Driver, HostDriver } from "asyncio-ts";

/** Drives a loop on the host with a faster clock: one second of it takes `1 / factor` seconds of real time. */
export class ScaledDriver implements Driver<false> {
  readonly ownsThread = false;
  readonly slice: number;
  readonly #host = new HostDriver();
  readonly #factor: number;

  constructor(factor: number) {
    this.#factor = factor;
    this.slice = this.#host.slice * factor;
  }

  now(): number {
    return this.#host.now() * this.#factor;
  }

  park(deadline: number, turn: () => void): void {
    this.#host.park(deadline / this.#factor, turn);
  }

  wake(): void {
    this.#host.wake();
  }

  close(): void {
    this.#host.close();
  }
}
