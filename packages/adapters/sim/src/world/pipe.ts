import { WorldEvent } from "./event.ts";
import type { World } from "./world.ts";

interface Item<T> {
  readonly due: number;
  readonly value: T;
  next: Item<T> | null;
}

/**
 * Items on their way, which arrive in the order of their sending.
 *
 * The items of one time are one event, so that no choice among events swaps them.
 */
export abstract class Pipe<T> extends WorldEvent {
  readonly world: World;
  #first: Item<T> | null = null;
  #last: Item<T> | null = null;

  constructor(world: World) {
    super();
    this.world = world;
  }

  /** Receives an item at its time. */
  abstract arrive(value: T): void;

  /** Whether nothing is on its way. */
  get isEmpty(): boolean {
    return this.#first === null;
  }

  /** Sends an item. It arrives at `due`, or with the item before it if that is later. */
  push(value: T, due: number): void {
    const item: Item<T> = { value, due, next: null };
    if (this.#last === null) {
      this.#first = this.#last = item;
      this.arm();
    } else this.#last = this.#last.next = item;
  }

  /** Schedules the next arrival. */
  arm(): void {
    if (this.#first !== null) this.world.schedule(this, Math.max(this.#first.due, this.world.now));
  }

  /** Drops everything that is on its way. */
  drop(): void {
    this.#first = this.#last = null;
    this.world.cancel(this);
  }

  run(): void {
    const { now } = this.world;
    for (let item = this.#first; item !== null && item.due <= now; item = this.#first) {
      this.#first = item.next;
      if (this.#first === null) this.#last = null;
      this.arrive(item.value);
    }
    if (this.slot === -1) this.arm();
  }
}
