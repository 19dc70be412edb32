/** As many slots as a ring grows to. */
const MOST = 1024;

/** Slots that are used around their end; there are a power of two of them. */
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
 * First in, first out, for few items or many: a ring that grows, and once that is large, a chain of them.
 *
 * With a single ring an item costs 35 ns in place of 24 where there are 50,000, since V8 makes large arrays slowly.
 */
export class Fifo<T> {
  /** How many items it holds. */
  size = 0;
  #head: Ring<T> = new Ring(4);
  #tail: Ring<T> = this.#head;

  /** Adds an item. */
  push(item: T): void {
    const tail = this.#tail.size === this.#tail.slots.length ? this.#extend() : this.#tail;
    tail.slots[(tail.first + tail.size++) & (tail.slots.length - 1)] = item;
    this.size++;
  }

  /** Removes the oldest item. There must be one. */
  pop(): T {
    const head = this.#head;
    const item = head.slots[head.first] as T;
    head.slots[head.first] = undefined;
    head.first = (head.first + 1) & (head.slots.length - 1);
    this.size--;
    if (--head.size === 0 && head.next !== null) this.#head = head.next;
    return item;
  }

  /** Makes room at the end. */
  #extend(): Ring<T> {
    const { slots, first } = this.#tail;
    const { length } = slots;
    const ring = new Ring<T>(Math.min(2 * length, MOST));
    if (length === MOST) this.#tail.next = ring;
    else {
      // It is the only one.
      for (let i = 0; i < length; i++) ring.slots[i] = slots[(first + i) & (length - 1)];
      ring.size = length;
      this.#head = ring;
    }
    return (this.#tail = ring);
  }
}
