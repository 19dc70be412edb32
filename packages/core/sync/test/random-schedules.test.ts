import { LifoQueue, PriorityQueue, Queue } from "@asyncio-ts/sync";
import * as fc from "fast-check";
import { test } from "vitest";
import { HeapqModel } from "./heapq-model.ts";
import { checked } from "@asyncio-ts/test-helpers/property";
import { BarrierHarness } from "./random/barrier-harness.ts";
import { ConditionHarness } from "./random/condition-harness.ts";
import { EventHarness } from "./random/event-harness.ts";
import type { Harness } from "./random/harness.ts";
import { LockHarness } from "./random/lock-harness.ts";
import { programs, runProgram } from "./random/program.ts";
import { type Item, type Model, QueueHarness } from "./random/queue-harness.ts";
import { SemaphoreHarness } from "./random/semaphore-harness.ts";

class FifoModel implements Model {
  readonly items: Item[] = [];
  push(item: Item): void {
    this.items.push(item);
  }
  pop(): Item | undefined {
    return this.items.shift();
  }
}

class LifoModel extends FifoModel {
  override pop(): Item | undefined {
    return this.items.pop();
  }
}

const fifo = () => new QueueHarness(new Queue(2), new FifoModel());
const lifo = () => new QueueHarness(new LifoQueue(1), new LifoModel());
const priority = () => {
  const queue = new PriorityQueue<Item>(3, (a, b) => a.key - b.key);
  return new QueueHarness(queue, new HeapqModel<Item>((a, b) => a.key < b.key));
};

const kinds: { what: string; make: (inOrder: boolean) => Harness[] }[] = [
  { what: "a Lock", make: () => [new LockHarness()] },
  { what: "a Semaphore", make: (inOrder) => [new SemaphoreHarness(2, false, inOrder)] },
  { what: "a BoundedSemaphore", make: (inOrder) => [new SemaphoreHarness(3, true, inOrder)] },
  { what: "a Condition", make: () => [new ConditionHarness()] },
  { what: "an Event", make: () => [new EventHarness()] },
  { what: "a Barrier of two parties", make: () => [new BarrierHarness(2)] },
  { what: "a Barrier of three parties", make: () => [new BarrierHarness(3)] },
  { what: "a bounded Queue", make: () => [fifo()] },
  { what: "an unbounded Queue", make: () => [new QueueHarness(new Queue(), new FifoModel())] },
  { what: "a LifoQueue", make: () => [lifo()] },
  { what: "a PriorityQueue", make: () => [priority()] },
];

/** All primitives, for tasks that use them together. */
function mixed(inOrder: boolean): Harness[] {
  return kinds.flatMap(({ make }) => make(inOrder));
}

const timeout = 60_000;

test.each(kinds)("$what keeps its invariants under random use and cancellation, in any legal order of steps", { timeout }, ({ make }) => {
  checked(fc.property(programs, (program) => runProgram(program, make)));
});

test("all primitives keep their invariants when tasks use them together, in any legal order of steps", { timeout }, () => {
  checked(fc.property(programs, (program) => runProgram(program, mixed)));
});
