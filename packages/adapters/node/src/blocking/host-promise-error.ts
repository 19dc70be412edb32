import { brand } from "@asyncio-ts/loop/lowlevel";

/** The error of a wait for a promise on a `BlockingLoop`, which lets none of its thread's other JavaScript run. */
export class HostPromiseError extends Error {
  constructor() {
    super(
      "a promise cannot settle while a BlockingLoop holds this thread: none of this thread's other JavaScript runs before run() returns. " +
        'Call the work in the I/O thread – yield* loop.io(new URL("./jobs.js", import.meta.url), "name", …) – ' +
        "or use the default loop: await run(main).",
    );
  }
}

brand(HostPromiseError, "HostPromiseError");
