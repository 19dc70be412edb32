/** A future's states; all from FINISHED on are done. */
export const PENDING = 0;
/** Pending, and an iterator has just asked to await it: its task must take it at once. (`_asyncio_future_blocking`) */
export const AWAITED = 1;
/** Pending, and its own task was refused when it awaited it: as in asyncio, the next to await it is refused, too. */
export const REFUSED = 2;
export const FINISHED = 3;
export const FAILED = 4;
/** Failed, and nobody has seen the exception yet. */
export const UNRETRIEVED = 5;
export const CANCELLED = 6;
