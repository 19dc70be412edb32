/** What a native task is ended with. */
export class CancelledError extends Error {}
