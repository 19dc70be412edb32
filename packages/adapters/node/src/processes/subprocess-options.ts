import { checkOptions, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Stdio, STDOUT } from "./stdio.ts";

/** The options of `createSubprocessExec` and `createSubprocessShell`. */
export interface SubprocessOptions {
  /** The standard input; that of this process by default. */
  readonly stdin?: Stdio | undefined;
  /** The standard output; that of this process by default. */
  readonly stdout?: Stdio | undefined;
  /** The standard error; that of this process by default. */
  readonly stderr?: Stdio | typeof STDOUT | undefined;
  /** The working directory; that of this process by default. */
  readonly cwd?: string | URL | undefined;
  /** The environment; that of this process by default. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** The limit of the readers of `stdout` and `stderr`, in bytes; 65,536 by default. */
  readonly limit?: number | undefined;
  /** Whether the process leads a session of its own, so that a Ctrl-C in the terminal does not reach it; false by default. */
  readonly startNewSession?: boolean | undefined;
}

const KNOWN = ["stdin", "stdout", "stderr", "cwd", "env", "limit", "startNewSession"];

/** Checks the options that Node would not check. @throws TypeError or RangeError if one is wrong */
export function checkSubprocessOptions(caller: string, options: SubprocessOptions): void {
  checkOptions(caller, options);
  for (const name of Object.keys(options)) {
    if (!KNOWN.includes(name)) throw new TypeError(`${caller}: unknown option ${repr(name)}; there are ${KNOWN.join(", ")}`);
  }
  const { cwd, env, limit = 1, startNewSession = false } = options;
  if (cwd !== undefined && typeof cwd !== "string" && !(cwd instanceof URL)) throw wrongArgument(caller, "a path as cwd", cwd);
  if (env !== undefined && (typeof env !== "object" || env === null)) throw wrongArgument(caller, "an object as env", env);
  if (typeof limit !== "number") throw wrongArgument(caller, "a number of bytes as limit", limit);
  if (!(limit > 0)) throw new RangeError(`${caller}: a limit above 0 was expected, got ${limit}`);
  if (typeof startNewSession !== "boolean") throw wrongArgument(caller, "a boolean as startNewSession", startNewSession);
}

/** Checks an argument of a program. @throws TypeError if it is no string */
export function checkArguments(caller: string, args: unknown): asserts args is readonly string[] {
  if (!Array.isArray(args)) throw wrongArgument(caller, "an array of arguments", args);
  for (const arg of args) if (typeof arg !== "string") throw wrongArgument(caller, "a string as each argument", arg);
}
