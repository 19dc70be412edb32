import { brand, realm, stackTraces } from "@asyncio-ts/loop/kit";

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
    if (realm.running?.getDebug() !== true) stackTraces.stackTraceLimit = 0;
    super(message);
    stackTraces.stackTraceLimit = limit;
  }
}

/** A result was asked of a future that has none yet, or set on one that is done. Mirrors `asyncio.InvalidStateError`. */
export class InvalidStateError extends Error {}

/** A time limit was reached. Its `cause` is the CancelledError that ended the work, where there is one. Mirrors `TimeoutError`. */
export class TimeoutError extends Error {}

export const isCancelledError: (error: unknown) => error is CancelledError = brand(CancelledError, "CancelledError");
brand(InvalidStateError, "InvalidStateError");
brand(TimeoutError, "TimeoutError");
