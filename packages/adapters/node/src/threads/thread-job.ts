import { repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";

/** A job for another thread: an export of a module by name, because functions themselves cannot cross threads. */
export interface ThreadJob {
  /** The absolute URL of the module, such as `new URL("./jobs.js", import.meta.url)`. */
  readonly url: URL | string;
  /** The name of an exported function: a plain one, an async one or a coroutine function. */
  readonly name: string;
  /** The arguments. They are copied, as `structuredClone` does. */
  readonly args?: readonly unknown[] | undefined;
  /** The parts of the arguments that move to the thread instead of being copied, such as ArrayBuffers. */
  readonly transfer?: readonly object[] | undefined;
}

/** A job as it is sent. */
export interface SentJob {
  readonly url: string;
  readonly name: string;
  readonly args: readonly unknown[];
}

/** Returns a job in the form in which it is sent. @throws TypeError if it is no job, or names no module by an absolute URL */
export function sentJob(caller: string, job: ThreadJob): SentJob {
  if (typeof job !== "object" || job === null) throw wrongArgument(caller, "a job { url, name, args? }", job);
  const { url, name, args = [], transfer = [] } = job;
  if (typeof name !== "string") throw wrongArgument(caller, "the name of an export", name);
  if (!Array.isArray(args)) throw wrongArgument(caller, "an array of arguments", args);
  if (!Array.isArray(transfer)) throw wrongArgument(caller, "an array of objects to transfer", transfer);
  const href = typeof url === "string" || url instanceof URL ? String(url) : "";
  if (!URL.canParse(href)) {
    throw new TypeError(`${caller}: an absolute URL was expected, got ${repr(url)}; write new URL("./jobs.js", import.meta.url)`);
  }
  return { url: href, name, args };
}

/** Returns the name of a job for messages, such as `hash of jobs.js`. */
export function jobText({ url, name }: SentJob): string {
  return `${name} of ${url.slice(url.lastIndexOf("/") + 1)}`;
}
