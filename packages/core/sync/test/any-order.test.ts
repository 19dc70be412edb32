import { LifoQueue, PriorityQueue, Queue } from "@asyncio-ts/sync";
import * as fc from "fast-check";
import { test } from "vitest";
import { HeapqModel } from "./heapq-model.ts";
import { checked } from "@asyncio-ts/test-helpers/property";
import { perform, programs } from "./random/program.ts";
import type { Watched } from "./random/watched.ts";
import { WatchedBarrier } from "./random/watched-barrier.ts";
import { WatchedCondition } from "./random/watched-condition.ts";
import { WatchedEvent } from "./random/watched-event.ts";
import { WatchedLock } from "./random/watched-lock.ts";
import { type Item, type Model, WatchedQueue } from "./random/watched-queue.ts";
import { WatchedSemaphore } from "./random/watched-semaphore.ts";

class Fifo implements Model {
  readonly items: Item[] = [];
  push(item: Item): void {
    this.items.push(item);
  }
  pop(): Item | undefined {
    return this.items.shift();
  }
}

class Lifo extends Fifo {
  override pop(): Item | undefined {
    return this.items.pop();
  }
}

const fifo = () => new WatchedQueue(new Queue(2), new Fifo());
const lifo = () => new WatchedQueue(new LifoQueue(1), new Lifo());
const priority = () => {
  const queue = new PriorityQueue<Item>(3, (a, b) => a.key - b.key);
  return new WatchedQueue(queue, new HeapqModel<Item>((a, b) => a.key < b.key));
};

const kinds: { what: string; make: (inOrder: boolean) => Watched[] }[] = [
  { what: "a lock", make: () => [new WatchedLock()] },
  { what: "a semaphore", make: (inOrder) => [new WatchedSemaphore(2, false, inOrder)] },
  { what: "a bounded semaphore", make: (inOrder) => [new WatchedSemaphore(3, true, inOrder)] },
  { what: "a condition", make: () => [new WatchedCondition()] },
  { what: "an event", make: () => [new WatchedEvent()] },
  { what: "a barrier of two", make: () => [new WatchedBarrier(2)] },
  { what: "a barrier of three", make: () => [new WatchedBarrier(3)] },
  { what: "a queue", make: () => [fifo()] },
  { what: "an unbounded queue", make: () => [new WatchedQueue(new Queue(), new Fifo())] },
  { what: "a LifoQueue", make: () => [lifo()] },
  { what: "a PriorityQueue", make: () => [priority()] },
];

/** All of them, used by the same tasks. */
function mixed(inOrder: boolean): Watched[] {
  return kinds.flatMap(({ make }) => make(inOrder));
}

const timeout = 60_000;

test.each(kinds)("$what keeps its promises under random use, cancelled at random, in any legal order", { timeout }, ({ make }) => {
  checked(fc.property(programs, (program) => perform(program, make)));
});

test("all of them keep their promises when used together at random, in any legal order", { timeout }, () => {
  checked(fc.property(programs, (program) => perform(program, mixed)));
});
