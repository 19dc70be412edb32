import type { Runnable } from "../execution/runnable.ts";

const SIZE = 1024;

/**
 * Part of the queue, filled from `write` on and emptied from `read` on:
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

/**
 * First in, first out, in a chain of segments: no element ever moves, and a steady load allocates nothing. A `Fifo`, which
 * begins small, would cost 2 of the 44 ns of a switch.
 */
export class ReadyQueue {
  length = 0;
  #head = new Segment();
  #tail: Segment = this.#head;
  #spare: Segment | null = null;

  push(runnable: Runnable): void {
    const tail = this.#tail;
    tail.slots[tail.write++] = runnable;
    this.length++;
    if (tail.write === SIZE) this.#extend();
  }

  /** Removes the oldest. The queue must not be empty. */
  shift(): Runnable {
    const head = this.#head;
    const runnable = head.slots[head.read]!;
    head.slots[head.read++] = undefined;
    this.length--;
    if (head.read === SIZE) this.#advance();
    return runnable;
  }

  #extend(): void {
    const segment = this.#spare ?? new Segment();
    this.#spare = null;
    this.#tail = this.#tail.next = segment;
  }

  #advance(): void {
    const empty = this.#head;
    this.#head = empty.next!;
    empty.read = empty.write = 0;
    empty.next = null;
    this.#spare = empty;
  }
}
