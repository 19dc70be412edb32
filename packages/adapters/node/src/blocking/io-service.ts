import type { JobControl } from "../threads/job-control.ts";

/** A function of the I/O thread that the blocked thread calls by name. */
export type IoService = (control: JobControl, ...args: any[]) => unknown;
