import { setChooser } from "@asyncio-ts/loop/lowlevel";
import type { HostLoop, Instrument } from "asyncio-ts";
import type { Asyncio } from "../asyncio-ts.ts";

/** An instrument that subscribes to all events of a task switch, and does nothing. */
const instrument: Instrument = { stepBegan() {}, stepEnded() {}, parked() {}, woken() {} };

/** The uses of the seams, each with a function that sets it up. */
export const uses: Record<string, (library: Asyncio, loop: HostLoop) => void> = {
  nothing: () => {},
  "a context variable": ({ ContextVar }) => new ContextVar<number>("used").set(1),
  "a host's snapshot, as for AsyncLocalStorage": ({ setSnapshot }) => setSnapshot(() => (step) => step()),
  "an instrument": (_, loop) => loop.addInstrument(instrument),
  "a chooser that always takes the first": (_, loop) => setChooser(loop, () => 0),
  "debug mode": (_, loop) => loop.setDebug(true),
};
