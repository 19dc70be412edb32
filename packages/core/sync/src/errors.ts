import { brand } from "@asyncio-ts/loop/lowlevel";

/** Thrown by `getNowait` if the queue is empty. Mirrors `asyncio.QueueEmpty`. */
export class QueueEmpty extends Error {}

brand(QueueEmpty, "QueueEmpty");

/** Thrown by `putNowait` if the queue is full. Mirrors `asyncio.QueueFull`. */
export class QueueFull extends Error {}

brand(QueueFull, "QueueFull");

/** Thrown by `put` after the queue was shut down, and by `get` once it is also empty. Mirrors `asyncio.QueueShutDown`. */
export class QueueShutDown extends Error {}

brand(QueueShutDown, "QueueShutDown");

/** Thrown by `Barrier.wait` if the barrier is broken, or is reset or aborted meanwhile. Mirrors `asyncio.BrokenBarrierError`. */
export class BrokenBarrierError extends Error {}

brand(BrokenBarrierError, "BrokenBarrierError");
