import { brand, repr } from "@asyncio-ts/loop/lowlevel";
import { type Compare, Heap, naturalOrder } from "./heap.ts";
import { Queue } from "./queue.ts";

/** A queue that returns its least item first. Both `put` and `get` take O(log n). Mirrors `asyncio.PriorityQueue`. */
export class PriorityQueue<T> extends Queue<T> {
  /**
   * @param maxsize the number of items at which the queue is full; at 0 or below there is no limit
   * @param compare the order of items; by default that of numbers, strings and dates, and of arrays of these as Python orders tuples
   * @throws TypeError when `maxsize` is not a number or `compare` is not a function
   */
  constructor(maxsize = 0, compare: Compare<T> = naturalOrder) {
    if (typeof compare !== "function") throw new TypeError(`PriorityQueue: a function was expected as compare, got ${repr(compare)}`);
    super(maxsize, new Heap(compare));
  }
}

brand(PriorityQueue, "PriorityQueue");
