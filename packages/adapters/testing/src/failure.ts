import { repr } from "@asyncio-ts/loop/lowlevel";
import { DeadlockError } from "@asyncio-ts/tasks";

/** How one run of a program failed. */
export interface ProgramFailure {
  /** The error: thrown by the program, or reported because nothing retrieved it. */
  readonly error: unknown;
  /** How the error was found, if the program did not throw it; empty if it did. */
  readonly found: string;
}

/** Returns an error as text: its class and its message. Two runs with equal texts failed alike. Never throws. */
export function describeError(error: unknown): string {
  try {
    return textOf(error);
  } catch {
    return repr(error);
  }
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return `${typeof error} ${String(error)}`;
  const name = error.name === "Error" ? error.constructor.name : error.name;
  // The further lines are stacks.
  const message = error instanceof DeadlockError ? error.message.split("\n", 1)[0]! : error.message;
  return message === "" ? name : `${name}: ${message}`;
}

/** Returns a failure as text, equal for two runs that failed alike; "no failure" for a success. */
export function describeFailure(failure: ProgramFailure | null): string {
  if (failure === null) return "no failure";
  const text = describeError(failure.error);
  return failure.found === "" ? text : `${failure.found}: ${text}`;
}
