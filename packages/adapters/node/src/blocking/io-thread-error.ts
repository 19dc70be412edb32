import { brand } from "@asyncio-ts/loop/lowlevel";

/** The error of the calls of an I/O thread that has ended under them. The next call starts a new I/O thread. */
export class IoThreadError extends Error {}

brand(IoThreadError, "IoThreadError");
