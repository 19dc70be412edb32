import { repr } from "@asyncio-ts/loop";
import type { Items } from "./ring.ts";

/** Negative when the first comes before the second, as `Array.prototype.sort` takes it. */
export type Compare<T> = (a: T, b: T) => number;

/** The least item first: a binary heap that makes the very comparisons of Python's heapq, so that equal items come as there. */
export class Heap<T> implements Items<T> {
  readonly #items: T[] = [];
  readonly #compare: Compare<T>;

  constructor(compare: Compare<T>) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#items.length;
  }

  push(item: T): void {
    this.#items.push(item);
    this.#rise(this.#items.length - 1);
  }

  pop(): T {
    const items = this.#items;
    const last = items.pop() as T;
    if (items.length === 0) return last;
    const least = items[0]!;
    items[0] = last;
    this.#sink();
    return least;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#items.values();
  }

  /** Moves an item up to its place. */
  #rise(at: number): void {
    const items = this.#items;
    const item = items[at]!;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#compare(item, items[above]!) >= 0) break;
      items[at] = items[above]!;
      at = above;
    }
    items[at] = item;
  }

  /** Moves the first item down to a leaf, by the lesser child, and up to its place from there. */
  #sink(): void {
    const items = this.#items;
    const item = items[0]!;
    let at = 0;
    for (let child = 1; child < items.length; child = 2 * at + 1) {
      if (child + 1 < items.length && this.#compare(items[child]!, items[child + 1]!) >= 0) child++;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = item;
    this.#rise(at);
  }
}

/**
 * The order of numbers, bigints, strings and dates, and of arrays of these item by item, as Python orders tuples.
 *
 * @throws TypeError when two values have no such order
 */
export function naturalOrder(a: unknown, b: unknown): number {
  if (Array.isArray(a) && Array.isArray(b)) return lexicographic(a, b);
  const comparable =
    (isNumeric(a) && isNumeric(b)) || (typeof a === "string" && typeof b === "string") || (a instanceof Date && b instanceof Date);
  if (!comparable) throw new TypeError(`PriorityQueue: ${repr(a)} and ${repr(b)} have no order; give a compare function`);
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
