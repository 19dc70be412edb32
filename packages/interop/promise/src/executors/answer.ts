import { CancelledError } from "@asyncio-ts/tasks";
import type { Settle } from "../executors/executor.ts";
import { messageOf } from "../executors/message-of.ts";
import { decodeThrown, type EncodedThrown, encodeThrown } from "../executors/remote-error.ts";

/** The end of a job as it is sent back. */
export type Answer = { readonly result: unknown } | { readonly error: EncodedThrown };

/** Sends an answer, which fails if a part of it cannot be cloned. */
export type SendAnswer = (answer: Answer, transfer: readonly object[]) => void;

/**
 * Sends the result of a job, or an error in its place if the result cannot be sent.
 *
 * @param text names the job in that error
 */
export function sendResult(send: SendAnswer, text: string, result: unknown, transfer: readonly object[]): void {
  try {
    send({ result }, transfer);
  } catch (error) {
    sendError(send, unsendable(`the result of ${text}`, error));
  }
}

/** Sends the error of a job. */
export function sendError(send: SendAnswer, error: unknown): void {
  send({ error: encodeThrown(error, isClonable) }, []);
}

/** Returns the error of a value that cannot cross threads. */
export function unsendable(value: string, cause: unknown): TypeError {
  return new TypeError(`${value} cannot be sent to another thread: ${messageOf(cause)}`, { cause });
}

/** Settles a job by its answer. */
export function settleBy(answer: Answer, settle: Settle<any>): void {
  if ("result" in answer) return settle.result(answer.result);
  const error = decodeThrown(answer.error);
  if (error instanceof CancelledError) settle.cancelled();
  else settle.error(error);
}

function isClonable(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
