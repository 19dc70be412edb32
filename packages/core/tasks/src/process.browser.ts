// In place of process.ts in the editions for pages, which have no process.
import type * as process from "./process.ts";

type Process = typeof process;

// Debug mode in a page shows stacks as they are: its longer ones are for the logs of processes, and would weigh in each bundle.
export const addAwaitingCalls: Process["addAwaitingCalls"] = () => {};
export const closeAtExit: Process["closeAtExit"] = () => {};
export const watchRuns: Process["watchRuns"] = () => {};
export const isDebugByDefault: Process["isDebugByDefault"] = () => false;
export const watchSigint: Process["watchSigint"] = () => () => {};
