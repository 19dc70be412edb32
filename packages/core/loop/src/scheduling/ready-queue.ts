import type { Runnable } from "../execution/runnable.ts";

const SIZE = 1024;

/**
 * A part of the queue, filled at `write` and emptied at `read`:
 *
 *     slots  · · · a b c d · · ·
 *                  ^read   ^write
 */
class Segment {
  readonly slots: (Runnable | undefined)[] = Array<Runnable | undefined>(SIZE).fill(undefined);
  read = 0;
  write = 0;
  next: Segment | null = null;
}

/** An empty segment of a queue that was released, because programs such as explorations make many loops. */
let released: Segment | null = null;

/**
 * A first-in, first-out queue in a chain of segments. No element ever moves, and a steady load allocates nothing.
 *
 * Not a `Fifo`, which begins small and makes a switch slower.
 */
export class ReadyQueue {
  /** The number of runnables. */
  length = 0;
  #head = takeReleased() ?? new Segment();
  #tail: Segment = this.#head;
  #spare: Segment | null = null;

  /** Appends a runnable. */
  push(runnable: Runnable): void {
    // Extends first, so that a stack overflow in it leaves the queue whole.
    const tail = this.#tail.write === SIZE ? this.#extend() : this.#tail;
    tail.slots[tail.write++] = runnable;
    this.length++;
  }

  /** Removes and returns the oldest runnable. The queue must not be empty. */
  shift(): Runnable {
    const head = this.#head;
    const runnable = head.slots[head.read]!;
    head.slots[head.read++] = undefined;
    this.length--;
    if (head.read === SIZE) this.#advance();
    return runnable;
  }

  /** Returns the runnables, oldest first. */
  *[Symbol.iterator](): Iterator<Runnable> {
    for (let segment: Segment | null = this.#head; segment !== null; segment = segment.next) {
      yield* segment.slots.slice(segment.read, segment.write) as Runnable[];
    }
  }

  /** Releases the memory of an empty queue that is not used again. */
  release(): void {
    released = this.#head;
    released.read = released.write = 0;
  }

  #extend(): Segment {
    const segment = this.#spare ?? new Segment();
    this.#spare = null;
    return (this.#tail = this.#tail.next = segment);
  }

  #advance(): void {
    const empty = this.#head;
    empty.read = empty.write = 0;
    if (empty.next === null) return;
    this.#head = empty.next;
    empty.next = null;
    this.#spare = empty;
  }
}

function takeReleased(): Segment | null {
  const segment = released;
  released = null;
  return segment;
}
