import { repr } from "@asyncio-ts/loop/lowlevel";
import type { QueueStorage } from "./queue-storage.ts";

/** Compares two items, as for `Array.prototype.sort`: negative if `a` comes before `b`. */
export type Compare<T> = (a: T, b: T) => number;

/**
 * A binary heap: the least item comes out first.
 *
 * It makes the same comparisons as Python's heapq, so that equal items come out in the same order. It compares before it moves
 * any item, so that a comparison that throws leaves the heap unchanged.
 */
export class Heap<T> implements QueueStorage<T> {
  readonly #items: T[] = [];
  readonly #compare: Compare<T>;

  constructor(compare: Compare<T>) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#items.length;
  }

  push(item: T): void {
    const items = this.#items;
    let index = items.length;
    while (index > 0 && this.#isLess(item, items[parentOf(index)]!)) index = parentOf(index);
    for (let to = items.length; to > index; to = parentOf(to)) items[to] = items[parentOf(to)]!;
    items[index] = item;
  }

  pop(): T {
    const items = this.#items;
    const size = items.length - 1;
    let moved = items[size]!;
    let index = 0;
    // As heapq: down to a leaf along the lesser children, then up to the place of the last item. No item moves before all
    // comparisons are made.
    for (let child = 1; child < size; child = 2 * index + 1) {
      index = child + 1 < size && !this.#isLess(items[child]!, items[child + 1]!) ? child + 1 : child;
    }
    while (index > 0 && this.#isLess(moved, items[index]!)) index = parentOf(index);
    for (; index >= 0; index = parentOf(index)) [moved, items[index]] = [items[index]!, moved];
    items.length = size;
    return moved;
  }

  #isLess(a: T, b: T): boolean {
    return this.#compare(a, b) < 0;
  }
}

/** Returns the parent's index; negative for the root. */
function parentOf(index: number): number {
  return (index - 1) >> 1;
}

/**
 * Compares numbers, bigints, booleans, strings and dates, and arrays of these item by item, as Python compares tuples.
 *
 * @throws TypeError when the two values cannot be compared
 */
export function naturalOrder(a: unknown, b: unknown): number {
  if (Array.isArray(a) && Array.isArray(b)) return lexicographic(a, b);
  const comparable =
    (isNumeric(a) && isNumeric(b)) || (typeof a === "string" && typeof b === "string") || (a instanceof Date && b instanceof Date);
  if (!comparable) throw new TypeError(`PriorityQueue: ${repr(a)} and ${repr(b)} cannot be compared; pass a compare function`);
  return a < b ? -1 : a > b ? 1 : 0;
}

function lexicographic(a: readonly unknown[], b: readonly unknown[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (Object.is(a[i], b[i])) continue;
    const order = naturalOrder(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
}
