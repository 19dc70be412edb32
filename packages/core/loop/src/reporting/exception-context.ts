import { host } from "../host/host.ts";
import { wrongArgument } from "../support/wrong-argument.ts";
import { asText } from "../support/repr.ts";

/** The argument of a loop's exception handler: `message` always, the rest where it applies. */
export interface ExceptionContext {
  /** A sentence for the log. */
  message: string;
  /** The thrown value. */
  exception?: unknown;
  /** The future with the unretrieved exception. */
  future?: unknown;
  /** The task in question. */
  task?: unknown;
  /** The handle of the callback that threw. */
  handle?: unknown;
  /** The stack where the handle, future or task was created. Debug mode only. */
  sourceTraceback?: string | undefined;
  /** Further details. */
  [detail: string]: unknown;
}

/** Receives every exception that reaches no awaiter. */
export type ExceptionHandler<L> = (loop: L, context: ExceptionContext) => void;

/** @throws TypeError if a context is no object */
export function checkContext(caller: string, context: unknown): void {
  if (typeof context !== "object" || context === null) throw wrongArgument(caller, "an object with a message", context);
}

/** Writes a context to the console: the message, one line for each detail, then the exception with its stack. */
export function logException(context: ExceptionContext): void {
  const { message, exception, ...details } = context;
  const lines = [message ? asText(message) : "Unhandled exception in event loop"];
  for (const key of Object.keys(details).sort()) lines.push(`${key}: ${asText(details[key])}`);
  host.console.error(lines.join("\n"), ...("exception" in context ? [exception] : []));
}
