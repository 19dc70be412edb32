import type { Timer } from "../execution/runnable.ts";

/** A binary heap in (deadline, creation) order. Timers know their place in it, so a cancelled one is removed at once. */
export class TimerHeap {
  readonly #timers: Timer[] = [];

  /** The number of timers. */
  get size(): number {
    return this.#timers.length;
  }

  /** The earliest deadline, in milliseconds on the loop's clock; Infinity if the heap is empty. */
  get deadline(): number {
    const first = this.#timers[0];
    return first === undefined ? Infinity : first.deadline;
  }

  /** Adds a timer. */
  push(timer: Timer): void {
    this.#timers.push(timer);
    this.#up(timer, this.#timers.length - 1);
  }

  /** Removes and returns the earliest timer. The heap must not be empty. */
  pop(): Timer {
    const first = this.#timers[0]!;
    this.remove(first);
    return first;
  }

  /** Removes a timer, which must be in the heap. */
  remove(timer: Timer): void {
    const slot = timer.slot;
    const last = this.#timers.pop()!;
    timer.slot = -1;
    if (last === timer) return;
    this.#down(last, slot);
    if (last.slot === slot) this.#up(last, slot);
  }

  /** Removes all timers. */
  clear(): void {
    for (const timer of this.#timers) timer.slot = -1;
    this.#timers.length = 0;
  }

  #up(timer: Timer, slot: number): void {
    const timers = this.#timers;
    while (slot > 0) {
      const above = (slot - 1) >> 1;
      const parent = timers[above]!;
      if (!earlier(timer, parent)) break;
      timers[slot] = parent;
      parent.slot = slot;
      slot = above;
    }
    timers[slot] = timer;
    timer.slot = slot;
  }

  #down(timer: Timer, slot: number): void {
    const timers = this.#timers;
    const size = timers.length;
    for (let below = 2 * slot + 1; below < size; below = 2 * slot + 1) {
      if (below + 1 < size && earlier(timers[below + 1]!, timers[below]!)) below++;
      const child = timers[below]!;
      if (!earlier(child, timer)) break;
      timers[slot] = child;
      child.slot = slot;
      slot = below;
    }
    timers[slot] = timer;
    timer.slot = slot;
  }
}

function earlier(a: Timer, b: Timer): boolean {
  return a.deadline < b.deadline || (a.deadline === b.deadline && a.order < b.order);
}
