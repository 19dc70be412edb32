/** The most slots of one ring. */
const MAX_SLOTS = 1024;

/** A power of two of slots, used cyclically. */
class Ring<T> {
  readonly slots: (T | undefined)[];
  first = 0;
  size = 0;
  next: Ring<T> | null = null;

  constructor(slots: number) {
    this.slots = Array<T | undefined>(slots).fill(undefined);
  }
}

/**
 * A first-in, first-out queue for few items or many: a ring that grows, then a chain of large rings.
 *
 * A chain, because V8 allocates large arrays slowly.
 */
export class Fifo<T> {
  /** The number of items. */
  size = 0;
  #head: Ring<T> = new Ring(4);
  #tail: Ring<T> = this.#head;

  /** Adds an item. */
  push(item: T): void {
    const tail = this.#tail.size === this.#tail.slots.length ? this.#extend() : this.#tail;
    tail.slots[(tail.first + tail.size++) & (tail.slots.length - 1)] = item;
    this.size++;
  }

  /** Removes and returns the oldest item. The queue must not be empty. */
  pop(): T {
    const head = this.#head;
    const item = head.slots[head.first] as T;
    head.slots[head.first] = undefined;
    head.first = (head.first + 1) & (head.slots.length - 1);
    this.size--;
    if (--head.size === 0 && head.next !== null) this.#head = head.next;
    return item;
  }

  /** Adds slots at the end. */
  #extend(): Ring<T> {
    const { slots, first } = this.#tail;
    const { length } = slots;
    const ring = new Ring<T>(Math.min(2 * length, MAX_SLOTS));
    if (length === MAX_SLOTS) this.#tail.next = ring;
    else {
      // A smaller ring is the only one.
      for (let i = 0; i < length; i++) ring.slots[i] = slots[(first + i) & (length - 1)];
      ring.size = length;
      this.#head = ring;
    }
    return (this.#tail = ring);
  }
}
