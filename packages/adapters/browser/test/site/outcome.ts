import { BrokenExecutor } from "@asyncio-ts/browser";
import { CancelledError } from "@asyncio-ts/tasks";

/** An error as plain data, with the nearest of its classes. Other thrown values stay as they are. */
export interface ErrorData {
  type: string;
  name: string;
  message: string;
  code?: unknown;
  cause?: unknown;
  errors?: unknown[];
}

/** The classes of errors, the derived before their bases. */
const classes = { CancelledError, BrokenExecutor, AggregateError, RangeError, TypeError, DOMException, Error };

export function errorData(thrown: unknown): unknown {
  const type = Object.entries(classes).find(([, one]) => thrown instanceof one)?.[0];
  if (type === undefined) return thrown;
  const { name, message, code, cause, errors } = thrown as ErrorData;
  const data: ErrorData = { type, name, message };
  if (code !== undefined) data.code = code;
  if (cause !== undefined) data.cause = errorData(cause);
  if (errors !== undefined) data.errors = errors.map(errorData);
  return data;
}

/** Waits for a future, and returns its result or its error as plain data. */
export async function outcomeOf(future: PromiseLike<unknown>): Promise<{ result: unknown } | { error: unknown }> {
  try {
    return { result: await future };
  } catch (error) {
    return { error: errorData(error) };
  }
}
