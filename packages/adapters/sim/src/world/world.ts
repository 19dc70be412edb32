import { TimerHeap } from "@asyncio-ts/loop/lowlevel";
import type { WorldEvent } from "./event.ts";

/** The most events of one time that a choice is made among. */
const MOST_TIES = 32;

/** The virtual time of a run, and all that will happen in it: arrivals on the network, and the turns of the loops. */
export class World {
  /** Milliseconds since the begin of the run. */
  now = 0;
  readonly #events = new TimerHeap();
  readonly #pick: (ties: readonly WorldEvent[]) => number;
  #made = 0;

  /** @param pick returns the index of the event that takes place first, among events of one time in the order of their making */
  constructor(pick: (ties: readonly WorldEvent[]) => number) {
    this.#pick = pick;
  }

  /** Schedules an event, in place of its earlier schedule. */
  schedule(event: WorldEvent, time: number): void {
    if (event.slot !== -1) this.#events.remove(event);
    event.deadline = time;
    event.order = this.#made++;
    this.#events.push(event);
  }

  /** Removes an event, if it is scheduled. */
  cancel(event: WorldEvent): void {
    if (event.slot !== -1) this.#events.remove(event);
  }

  /** The time of the next event; Infinity if there is none. */
  get next(): number {
    return this.#events.deadline;
  }

  /** Has the next event take place. Returns false if there is none. */
  advance(): boolean {
    const events = this.#events;
    if (events.size === 0) return false;
    let event = events.pop() as WorldEvent;
    if (events.deadline === event.deadline) event = this.#pickOne(event);
    if (event.deadline > this.now) this.now = event.deadline;
    event.run();
    return true;
  }

  #pickOne(first: WorldEvent): WorldEvent {
    const events = this.#events;
    const ties = [first];
    while (events.deadline === first.deadline && ties.length < MOST_TIES) ties.push(events.pop() as WorldEvent);
    const index = this.#pick(ties);
    ties.forEach((event, i) => {
      if (i !== index) events.push(event);
    });
    return ties[index]!;
  }
}
