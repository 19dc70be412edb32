import type { JobControl } from "@asyncio-ts/promise/lowlevel";

/** A function of the I/O thread that the blocked thread calls by name. */
export type IoService = (control: JobControl, ...args: any[]) => unknown;
