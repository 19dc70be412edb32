export { Barrier } from "./barrier.ts";
export { Condition } from "./condition.ts";
export { BrokenBarrierError, QueueEmpty, QueueFull, QueueShutDown } from "./errors.ts";
export { Event } from "./event.ts";
export type { Compare } from "./heap.ts";
export { Lock } from "./lock.ts";
export { LifoQueue, PriorityQueue, Queue } from "./queue.ts";
export type { Items } from "./ring.ts";
export { BoundedSemaphore, Semaphore } from "./semaphore.ts";
