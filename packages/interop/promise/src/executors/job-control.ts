/** The `this` of a job in its thread. A job that declares it hears of its cancellation, and may move its result. */
export interface JobControl {
  /** Aborts when the job is cancelled. Coroutine functions need it less, because their task is cancelled as well. */
  readonly signal: AbortSignal;
  /** Takes the parts of the result that move to the caller's thread instead of being copied, such as ArrayBuffers. */
  readonly transfer: object[];
}
