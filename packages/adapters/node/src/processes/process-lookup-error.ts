import { brand } from "@asyncio-ts/loop/lowlevel";

/** Thrown by `sendSignal`, `terminate` and `kill` if the process has exited. Mirrors Python's `ProcessLookupError`. */
export class ProcessLookupError extends Error {
  /** The code of the system's error. */
  readonly code = "ESRCH";
}

brand(ProcessLookupError, "ProcessLookupError");
