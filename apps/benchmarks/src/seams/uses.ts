import type { HostLoop, Instrument } from "asyncio-ts";
import type { Asyncio } from "../asyncio-ts.ts";

/** Is told of all that a switch is made of, and does nothing with it. */
const instrument: Instrument = { stepBegan() {}, stepEnded() {}, parked() {}, woken() {} };

/** What may be in use while tasks switch, and how it is brought about. */
export const uses: Record<string, (library: Asyncio, loop: HostLoop) => void> = {
  nothing: () => {},
  "a context variable": ({ ContextVar }) => new ContextVar<number>("used").set(1),
  "a host's snapshot, as for AsyncLocalStorage": ({ setSnapshot }) => setSnapshot(() => (step) => step()),
  "an instrument": (_, loop) => loop.addInstrument(instrument),
  "a chooser that always takes the first": (_, loop) => setChooser(loop, () => 0),
  "debug mode": (_, loop) => loop.setDebug(true),
};
import { setChooser } from "@asyncio-ts/loop/lowlevel";
