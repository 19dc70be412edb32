import { brand } from "@asyncio-ts/loop/lowlevel";
import { Queue } from "./queue.ts";
import { Stack } from "./stack.ts";

/** Last in, first out. Mirrors `asyncio.LifoQueue`. */
export class LifoQueue<T> extends Queue<T> {
  /** @param maxsize no limit at 0 or below */
  constructor(maxsize = 0) {
    super(maxsize, new Stack<T>());
  }
}

brand(LifoQueue, "LifoQueue");
