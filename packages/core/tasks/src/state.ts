/** A future's states; all from FINISHED on are done. */
export const PENDING = 0;
/** Pending, and an iterator has just asked to await it: its task must take it at once. (`_asyncio_future_blocking`) */
export const AWAITED = 1;
export const FINISHED = 2;
export const FAILED = 3;
/** Failed, and nobody has seen the exception yet. */
export const UNSEEN = 4;
export const CANCELLED = 5;
