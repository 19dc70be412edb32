import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { World } from "./world.ts";

/** The time of day at the begin of each run: 1 January 2000, midnight UTC, in milliseconds. */
const EPOCH = 946_684_800_000;

/** The clock of a node: it may be wrong, and run too fast or too slow. Timers of the node follow it. */
export class NodeClock {
  readonly #world: World;
  readonly #onChange: () => void;
  #skew = 0;
  #rate = 1;
  /** A time of the world, and the time of this clock at it. */
  #worldBase = 0;
  #base = 0;
  /** The latest deadline that was reached, because computed times are not exact. */
  #reached = 0;

  /** @internal */
  constructor(world: World, onChange: () => void) {
    this.#world = world;
    this.#onChange = onChange;
  }

  /** The milliseconds that the time of day is ahead; 0 at first. The clock of timers does not jump with it. */
  get skew(): number {
    return this.#skew;
  }

  set skew(ms: number) {
    if (typeof ms !== "number" || !Number.isFinite(ms)) throw wrongArgument("clock.skew", "a number of milliseconds", ms);
    this.#skew = ms;
  }

  /** The share by which the clock is too fast: 0.01 for one hundredth, negative for a slow clock; 0 at first. */
  get drift(): number {
    return this.#rate - 1;
  }

  set drift(share: number) {
    if (typeof share !== "number" || !(share > -1 && share < Infinity)) throw wrongArgument("clock.drift", "a share above -1", share);
    this.#base = this.now();
    this.#worldBase = this.#world.now;
    this.#rate = 1 + share;
    this.#onChange();
  }

  /** @internal Returns the milliseconds on the clock of timers, which never goes back. */
  now(): number {
    const now = this.#rate === 1 && this.#base === this.#worldBase ? this.#world.now : this.#at(this.#world.now);
    return now > this.#reached ? now : this.#reached;
  }

  #at(time: number): number {
    return this.#base + (time - this.#worldBase) * this.#rate;
  }

  /** @internal Returns the milliseconds since 1970. */
  timeOfDay(): number {
    return EPOCH + this.now() + this.#skew;
  }

  /** @internal Returns the world's time of a deadline on this clock. */
  worldTimeOf(deadline: number): number {
    const time = this.#worldBase + (deadline - this.#base) / this.#rate;
    return time > this.#world.now ? time : this.#world.now;
  }

  /** @internal Notes that a deadline is reached. */
  reach(deadline: number): void {
    if (deadline > this.#reached) this.#reached = deadline;
  }
}
