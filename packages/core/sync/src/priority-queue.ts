import { brand, repr } from "@asyncio-ts/loop/lowlevel";
import { type Compare, Heap, naturalOrder } from "./heap.ts";
import { Queue } from "./queue.ts";

/** The least item first; O(log n). Mirrors `asyncio.PriorityQueue`. */
export class PriorityQueue<T> extends Queue<T> {
  /**
   * @param maxsize no limit at 0 or below
   * @param compare the order of items; by default that of numbers, strings, dates, and of arrays of these as Python's tuples
   * @throws TypeError when `maxsize` is no number or `compare` no function
   */
  constructor(maxsize = 0, compare: Compare<T> = naturalOrder) {
    if (typeof compare !== "function") throw new TypeError(`PriorityQueue: a function was expected as compare, got ${repr(compare)}`);
    super(maxsize, new Heap(compare));
  }
}

brand(PriorityQueue, "PriorityQueue");
