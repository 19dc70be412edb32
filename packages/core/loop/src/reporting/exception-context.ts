import { host } from "../host/host.ts";

/** What a loop's exception handler is told: `message` always, the rest where it applies. */
export interface ExceptionContext {
  /** What has happened. */
  message: string;
  /** What was thrown. */
  exception?: unknown;
  /** The future that nobody asked for its exception. */
  future?: unknown;
  /** The task that it is about. */
  task?: unknown;
  /** The handle whose callback threw. */
  handle?: unknown;
  /** In debug mode, where the handle, future or task was made. */
  sourceTraceback?: string | undefined;
  /** Whatever else there is to say. */
  [detail: string]: unknown;
}

/** Is told of every exception that nobody else gets. */
export type ExceptionHandler<L> = (loop: L, context: ExceptionContext) => void;

/** Writes a context to the console: the message, then one line a detail, then the exception with its stack. */
export function logException(context: ExceptionContext): void {
  const { message, exception, ...details } = context;
  const lines = [message || "Unhandled exception in event loop"];
  for (const key of Object.keys(details).sort()) lines.push(`${key}: ${String(details[key])}`);
  host.console.error(lines.join("\n"), ...("exception" in context ? [exception] : []));
}
