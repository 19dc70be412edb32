import { brand, branded, runtime, stackTraces } from "@asyncio-ts/loop/lowlevel";

/**
 * The future or task was cancelled.
 *
 * JavaScript has no BaseException, so a `catch` that means "any error" gets this one too: it must throw it again. Made by
 * the hundred thousand, it carries a stack in debug mode only.
 *
 * Mirrors `asyncio.CancelledError`.
 */
export class CancelledError extends Error {
  constructor(message?: string) {
    const limit = stackTraces.stackTraceLimit!;
    if (runtime.running?.getDebug() !== true) stackTraces.stackTraceLimit = 0;
    super(message);
    stackTraces.stackTraceLimit = limit;
  }
}

brand(CancelledError, "CancelledError");

/** Whether an error is a CancelledError, of whichever copy of this package. */
export const isCancelledError = branded("CancelledError") as (error: unknown) => error is CancelledError;

/** A result was asked of a future that has none yet, or set on one that is done. Mirrors `asyncio.InvalidStateError`. */
export class InvalidStateError extends Error {}

brand(InvalidStateError, "InvalidStateError");

/** A time limit was reached. Its `cause` is the CancelledError that ended the work, where there is one. Mirrors `TimeoutError`. */
export class TimeoutError extends Error {}

brand(TimeoutError, "TimeoutError");
