import type * as asyncio from "asyncio-ts";
import type { Round, Setup } from "./workload.ts";

export type Asyncio = typeof asyncio;

/** `coroutine`, or a function that returns its argument. */
export type Mark = Asyncio["coroutine"];

/** Prepares rounds of work in asyncio-ts. It passes its coroutine functions through `mark`. */
export type AsyncioSetup = (library: Asyncio, mark: Mark) => Round | Promise<Round>;

/** Returns the setup with plain coroutines. */
export function plain(setup: AsyncioSetup): { "asyncio-ts": Setup } {
  return { "asyncio-ts": async () => setup(await import("asyncio-ts"), (fn) => fn) };
}

/** Returns the setup with marked coroutines. */
export function marked(setup: AsyncioSetup): { "asyncio-ts-marked": Setup } {
  const prepare = async () => {
    const library = await import("asyncio-ts");
    return setup(library, library.coroutine);
  };
  return { "asyncio-ts-marked": prepare };
}

/** Returns the setup with plain and with marked coroutines. */
export function both(setup: AsyncioSetup): { "asyncio-ts": Setup; "asyncio-ts-marked": Setup } {
  return { ...plain(setup), ...marked(setup) };
}
