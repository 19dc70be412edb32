import { ThreadLoop } from "@asyncio-ts/tasks";

/** A loop on a virtual clock that also moves when a step works. */
export class WorkingLoop extends ThreadLoop {
  readonly #clock: { now: number; reads: number };

  constructor() {
    const clock = { now: 0, reads: 0 };
    super({
      ownsThread: true,
      slice: Infinity,
      now() {
        clock.reads++;
        return clock.now;
      },
      park(deadline) {
        if (deadline === Infinity) throw new Error("deadlock");
        clock.now = Math.max(clock.now, deadline);
      },
      wake() {},
    });
    this.#clock = clock;
  }

  /** The number of times that the clock was read. */
  get reads(): number {
    return this.#clock.reads;
  }

  /** Takes `ms` milliseconds in the present step. */
  work(ms: number): void {
    this.#clock.now += ms;
  }
}
