import type * as asyncio from "asyncio-ts";
import type { Round, Work } from "./workload.ts";

export type Asyncio = typeof asyncio;

/** `coroutine`, or what leaves a function as it is. */
export type Mark = Asyncio["coroutine"];

/** The work in asyncio-ts, its coroutine functions to be passed through `mark`. */
export type OurWork = (library: Asyncio, mark: Mark) => Round;

/** The work with plain coroutines. */
export function plain(work: OurWork): { "asyncio-ts": Work } {
  return { "asyncio-ts": async () => work(await import("asyncio-ts"), (fn) => fn) };
}

/** The work with marked coroutines. */
export function marked(work: OurWork): { "asyncio-ts-marked": Work } {
  const prepare = async () => {
    const library = await import("asyncio-ts");
    return work(library, library.coroutine);
  };
  return { "asyncio-ts-marked": prepare };
}

/** The same work both ways. */
export function both(work: OurWork): { "asyncio-ts": Work; "asyncio-ts-marked": Work } {
  return { ...plain(work), ...marked(work) };
}
