import type { Answer } from "@asyncio-ts/promise/lowlevel";

/** The key of the only message of a worker outside its port. It brings the port, and says that the worker serves jobs. */
export const PORT = "asyncio-ts/1 jobs";

/** A message to a worker: a job, of which it runs one at a time, or the cancellation of that job. */
export type ToWorker = { readonly name: string; readonly args: readonly unknown[] } | { readonly cancel: string | undefined };

/** A message from a worker: the answer to its job, a job that it could not read, or the end of the worker by its own `close()`. */
export type FromWorker = Answer | { readonly unreadable: true } | { readonly closed: true };
