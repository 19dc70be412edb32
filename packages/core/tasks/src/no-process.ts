// In place of process.ts in a bundle for pages, which have no process.
import type * as process from "./process.ts";

type Process = typeof process;

export const watchExit: Process["watchExit"] = () => {};
export const unwatchExit: Process["unwatchExit"] = () => {};
export const isDebugByDefault: Process["isDebugByDefault"] = () => false;
export const watchSigint: Process["watchSigint"] = () => () => {};
