import type { Driver } from "@asyncio-ts/loop";
import { WorldEvent } from "../world/event.ts";
import type { HostAwaits } from "../nodes/node-driver.ts";
import type { World } from "../world/world.ts";

/** A run, as far as the driver of its scenario needs it. */
export interface Running extends HostAwaits {
  /** Checks the conditions of the run after an event. @throws the error that ends the run, once */
  afterEvent(): void;
  /** Returns the error for a scenario that waits although nothing will happen any more. */
  deadlock(): Error;
}

/** The clock and the sleep of the scenario's loop, which owns the thread: while the scenario sleeps, the rest of the world goes on. */
export class ScenarioDriver extends WorldEvent implements Driver<true> {
  readonly ownsThread = true;
  /** The rest of the world gets its turn after each pass. */
  readonly slice = 0;
  readonly #world: World;
  readonly #run: Running;
  #isDue = false;

  constructor(world: World, run: Running) {
    super();
    this.#world = world;
    this.#run = run;
  }

  now(): number {
    return this.#world.now;
  }

  park(deadline: number): void {
    this.#isDue = false;
    const now = this.#world.now;
    if (deadline !== Infinity) this.#world.schedule(this, deadline > now ? deadline : now);
    this.#run.afterEvent();
    while (!this.#isDue) {
      if (!this.#world.advance()) throw this.#run.deadlock();
      this.#run.afterEvent();
    }
  }

  wake(): void {
    this.#world.schedule(this, this.#world.now);
  }

  run(): void {
    this.#isDue = true;
  }

  promiseAwaited(): void {
    this.#run.hostAwaited("a Promise");
  }

  toString(): string {
    return "the next step of the scenario";
  }
}
