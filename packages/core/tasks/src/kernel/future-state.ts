/** A future's states. All states from FINISHED on are done. */
export const PENDING = 0;
/** Pending, and its iterator has yielded it: a task must wait for it at once. (`_asyncio_future_blocking`) */
export const AWAITED = 1;
/** Pending, and its own task has awaited it. As in asyncio, the next await of it is refused as well. */
export const REFUSED = 2;
export const FINISHED = 3;
export const FAILED = 4;
/** Failed, and the exception was not retrieved yet. */
export const UNRETRIEVED = 5;
export const CANCELLED = 6;
