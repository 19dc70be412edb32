import { asText, brand, branded, runtime, setStackTraceLimit, stackTraces } from "@asyncio-ts/loop/lowlevel";
import { HAS_DIAGNOSTICS } from "../coroutines/edition.ts";

/**
 * The error of a cancelled future or task.
 *
 * JavaScript has no BaseException, so a `catch` of all errors catches this one too: it must rethrow it. The error has a stack in
 * debug mode only, because programs create cancellations in large numbers.
 *
 * Mirrors `asyncio.CancelledError`.
 */
export class CancelledError extends Error {
  // oxlint-disable-next-line eslint/constructor-super -- It is called in the `try`.
  constructor(message?: string) {
    const limit = stackTraces.stackTraceLimit;
    try {
      if (!HAS_DIAGNOSTICS || runtime.running?.getDebug() !== true) setStackTraceLimit(0);
      // As in asyncio, any object may be the message.
      super(message === undefined ? message : asText(message));
    } finally {
      setStackTraceLimit(limit);
    }
  }
}

brand(CancelledError, "CancelledError");

/** Returns whether an error is a CancelledError, of any copy of this package. */
export const isCancelledError = branded("CancelledError") as (error: unknown) => error is CancelledError;

/** The error of reading the result of an unfinished future, or of setting one that is done. Mirrors `asyncio.InvalidStateError`. */
export class InvalidStateError extends Error {}

brand(InvalidStateError, "InvalidStateError");

/** The error of a time limit. Its `cause` is the CancelledError that ended the work, if there is one. Mirrors `TimeoutError`. */
export class TimeoutError extends Error {}

brand(TimeoutError, "TimeoutError");
