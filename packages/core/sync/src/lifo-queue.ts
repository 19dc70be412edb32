import { brand } from "@asyncio-ts/loop/lowlevel";
import { Queue } from "./queue.ts";
import { Stack } from "./stack.ts";

/** A queue that returns its newest item first. Mirrors `asyncio.LifoQueue`. */
export class LifoQueue<T> extends Queue<T> {
  /** @param maxsize the number of items at which the queue is full; at 0 or below there is no limit */
  constructor(maxsize = 0) {
    super(maxsize, new Stack<T>());
  }
}

brand(LifoQueue, "LifoQueue");
