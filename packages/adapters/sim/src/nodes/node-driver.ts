import type { Driver } from "@asyncio-ts/loop";
import type { NodeClock } from "../world/clock.ts";
import { WorldEvent } from "../world/event.ts";
import type { World } from "../world/world.ts";

/** What the drivers of a run share. */
export interface HostAwaits {
  /** Refuses the run, because its program awaits the host. @throws Error always */
  hostAwaited(awaited: string): never;
}

/** The clock and the sleep of a node's loop. The turn of the loop is an event of the world. */
export class NodeDriver extends WorldEvent implements Driver<false> {
  readonly ownsThread = false;
  /** The other loops get their turn often, so that no node can starve them. */
  readonly slice = 0;
  readonly #world: World;
  readonly #clock: NodeClock;
  readonly #name: string;
  readonly #run: HostAwaits;
  #turn: () => void = () => {};
  /** On the clock of the node. */
  #until = Infinity;
  #isPaused = false;
  #isClosed = false;

  constructor(world: World, clock: NodeClock, name: string, run: HostAwaits) {
    super();
    this.#world = world;
    this.#clock = clock;
    this.#name = name;
    this.#run = run;
  }

  /** What arrives from the network runs the loop at once, unless the node is paused. */
  get inline(): boolean {
    return !this.#isPaused;
  }

  now(): number {
    return this.#clock.now();
  }

  park(deadline: number, turn: () => void): void {
    this.#turn = turn;
    this.#until = deadline;
    this.rearm();
  }

  wake(): void {
    this.#until = -Infinity;
    this.rearm();
  }

  /** Schedules the turn anew, because the clock or the pause has changed. */
  rearm(): void {
    if (this.#isPaused || this.#isClosed || this.#until === Infinity) this.#world.cancel(this);
    else this.#world.schedule(this, this.#until === -Infinity ? this.#world.now : this.#clock.worldTimeOf(this.#until));
  }

  pause(): void {
    this.#isPaused = true;
    this.rearm();
  }

  resume(): void {
    this.#isPaused = false;
    this.rearm();
  }

  run(): void {
    this.#clock.reach(this.#until);
    this.#until = Infinity;
    this.#turn();
  }

  promiseAwaited(): void {
    this.#run.hostAwaited("a Promise");
  }

  close(): void {
    this.#isClosed = true;
    this.#world.cancel(this);
  }

  toString(): string {
    return `the next step of ${this.#name}`;
  }
}
