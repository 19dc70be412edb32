import { brand } from "@asyncio-ts/loop/lowlevel";

/** `getNowait` found the queue empty. Mirrors `asyncio.QueueEmpty`. */
export class QueueEmpty extends Error {}

brand(QueueEmpty, "QueueEmpty");

/** `putNowait` found the queue full. Mirrors `asyncio.QueueFull`. */
export class QueueFull extends Error {}

brand(QueueFull, "QueueFull");

/** The queue was shut down: it takes nothing, and has nothing left to give. Mirrors `asyncio.QueueShutDown`. */
export class QueueShutDown extends Error {}

brand(QueueShutDown, "QueueShutDown");

/** The barrier was reset or aborted while somebody waited, or is broken. Mirrors `asyncio.BrokenBarrierError`. */
export class BrokenBarrierError extends Error {}

brand(BrokenBarrierError, "BrokenBarrierError");
