/** The error with which a native task is cancelled. */
export class CancelledError extends Error {}
