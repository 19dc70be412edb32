import { brand } from "@asyncio-ts/loop/kit";

/** `getNowait` found the queue empty. Mirrors `asyncio.QueueEmpty`. */
export class QueueEmpty extends Error {}

/** `putNowait` found the queue full. Mirrors `asyncio.QueueFull`. */
export class QueueFull extends Error {}

/** The queue was shut down: it takes nothing, and has nothing left to give. Mirrors `asyncio.QueueShutDown`. */
export class QueueShutDown extends Error {}

/** The barrier was reset or aborted while somebody waited, or is broken. Mirrors `asyncio.BrokenBarrierError`. */
export class BrokenBarrierError extends Error {}

brand(QueueEmpty, "QueueEmpty");
brand(QueueFull, "QueueFull");
brand(QueueShutDown, "QueueShutDown");
brand(BrokenBarrierError, "BrokenBarrierError");
