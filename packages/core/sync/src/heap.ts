import { repr } from "@asyncio-ts/loop/lowlevel";
import type { Items } from "./items.ts";

/** Negative when the first comes before the second, as `Array.prototype.sort` takes it. */
export type Compare<T> = (a: T, b: T) => number;

/**
 * The least item first: a binary heap that makes the very comparisons of Python's heapq, so that equal items come as there.
 *
 * It compares before it moves anything, so that a comparison that throws leaves it as it was.
 */
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
    const items = this.#items;
    let at = items.length;
    while (at > 0 && this.#isLess(item, items[above(at)]!)) at = above(at);
    for (let to = items.length; to > at; to = above(to)) items[to] = items[above(to)]!;
    items[at] = item;
  }

  pop(): T {
    const items = this.#items;
    const size = items.length - 1;
    let moved = items[size]!;
    let at = 0;
    // Down to a leaf by the lesser child, up from there to where the last item belongs, and one up for all that stand above.
    for (let child = 1; child < size; child = 2 * at + 1) {
      at = child + 1 < size && !this.#isLess(items[child]!, items[child + 1]!) ? child + 1 : child;
    }
    while (at > 0 && this.#isLess(moved, items[at]!)) at = above(at);
    for (; at >= 0; at = above(at)) [moved, items[at]] = [items[at]!, moved];
    items.length = size;
    return moved;
  }

  #isLess(a: T, b: T): boolean {
    return this.#compare(a, b) < 0;
  }
}

/** The index above; negative above the first. */
function above(at: number): number {
  return (at - 1) >> 1;
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
