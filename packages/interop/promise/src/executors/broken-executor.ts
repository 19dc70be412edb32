import { brand } from "@asyncio-ts/loop/lowlevel";

/**
 * The error of a job if its thread ends under it: by `process.exit`, an uncaught error or too little memory. The next job gets a new
 * thread.
 *
 * Mirrors `concurrent.futures.BrokenExecutor`.
 */
export class BrokenExecutor extends Error {}

brand(BrokenExecutor, "BrokenExecutor");
