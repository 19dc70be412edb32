// For packages that build on this one. Programs find all they need in the index.
export { Barrier } from "./barrier.ts";
export { Condition } from "./condition.ts";
export { BrokenBarrierError, QueueEmpty, QueueFull, QueueShutDown } from "./errors.ts";
export { Event } from "./event.ts";
export type { Compare } from "./heap.ts";
export { Inbox } from "./inbox.ts";
export { LifoQueue } from "./lifo-queue.ts";
export { holderOf, Lock } from "./lock.ts";
export type { LoopBound } from "./loop-bound.ts";
export { type BufferOptions, BufferOverflowError, type Overflow } from "./overflow.ts";
export { PriorityQueue } from "./priority-queue.ts";
export { Queue } from "./queue.ts";
export type { QueueStorage } from "./queue-storage.ts";
export { BoundedSemaphore, Semaphore } from "./semaphore.ts";
export { primitiveOf } from "./wait-list.ts";
