import { repr } from "@asyncio-ts/loop/lowlevel";

/** Connects a standard stream of a process to a pipe, which the program reads or writes. Mirrors `asyncio.subprocess.PIPE`. */
export const PIPE = -1;
/** Sends the standard error of a process to its standard output. Mirrors `asyncio.subprocess.STDOUT`. */
export const STDOUT = -2;
/** Connects a standard stream of a process to the null device. Mirrors `asyncio.subprocess.DEVNULL`. */
export const DEVNULL = -3;

/** A stream of Node's with a file descriptor, such as an open `fs.WriteStream`, or a socket. */
export interface DescriptorStream {
  /** Closes the stream. */
  destroy(): unknown;
}

/**
 * The target of a standard stream of a process: a pipe, the null device, a file descriptor, a stream that has one, or null for
 * the stream of this process.
 */
export type Stdio = typeof PIPE | typeof DEVNULL | (number & {}) | DescriptorStream | null;

/** The target in Node's terms. */
type NodeStdio = "pipe" | "ignore" | "inherit" | number | DescriptorStream;

/** Returns the target of a standard stream for Node. @throws TypeError if it is none */
export function nodeStdio(caller: string, name: "stdin" | "stdout" | "stderr", stdio: Stdio | typeof STDOUT | undefined): NodeStdio {
  if (stdio === undefined || stdio === null) return "inherit";
  if (stdio === PIPE) return "pipe";
  if (stdio === DEVNULL) return "ignore";
  if (typeof stdio === "number" && Number.isInteger(stdio) && stdio >= 0) return stdio;
  if (typeof stdio === "object" && typeof (stdio as { destroy?: unknown }).destroy === "function") return stdio;
  const expected = `PIPE, DEVNULL, ${name === "stderr" ? "STDOUT, " : ""}a file descriptor, a stream that has one, or null`;
  throw new TypeError(`${caller}: ${expected} was expected as ${name}, got ${stdio === STDOUT ? "STDOUT" : repr(stdio)}`);
}
