import type { Machine } from "../nodes/machine.ts";
import { fillRandom, randomUuid } from "./simulated-crypto.ts";
import { dateClass } from "./simulated-date.ts";
import { SimulatedTimers } from "./simulated-timers.ts";

/** The host's globals that a simulation takes the place of. */
interface Globals {
  Date: DateConstructor;
  Math: Math;
  performance?: object;
  crypto?: object;
}

/**
 * Calls `run` while the host's clocks, timers and random numbers are those of a simulation. They are put back whatever happens.
 *
 * Only globals are reached: not `node:timers`, `node:crypto` or `process.hrtime`.
 *
 * @param present returns the machine of the present step
 */
export function withSimulatedGlobals<T>(present: () => Machine, run: () => T): T {
  const patches = new Patches();
  try {
    patchAll(patches, present);
    return run();
  } finally {
    patches.undo();
  }
}

function patchAll(patches: Patches, present: () => Machine): void {
  const globals = globalThis as unknown as Globals;
  const { Date: HostDate } = globals;
  const timeOfDay = () => present().clock.timeOfDay();
  const timers = new SimulatedTimers(() => present().loop);
  patches.set(HostDate, "now", () => Math.floor(timeOfDay()));
  const SimulatedDate = dateClass(HostDate, timeOfDay);
  patches.set(HostDate.prototype, "constructor", SimulatedDate);
  patches.set(globals, "Date", SimulatedDate);
  patches.set(globals.Math, "random", () => present().random.next());
  if (globals.performance !== undefined) patches.set(globals.performance, "now", () => present().clock.now());
  if (globals.crypto !== undefined) {
    patches.set(globals.crypto, "getRandomValues", (array: Uint8Array<ArrayBuffer>) => fillRandom(present().random, array));
    patches.set(globals.crypto, "randomUUID", () => randomUuid(present().random));
  }
  const { setTimeout, setInterval, setImmediate, queueMicrotask, clear } = timers;
  const functions = {
    setTimeout,
    setInterval,
    setImmediate,
    queueMicrotask,
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  };
  for (const [name, value] of Object.entries(functions)) if (name in globals) patches.set(globals, name, value);
}

/** Properties that were replaced. */
class Patches {
  readonly #undo: (() => void)[] = [];

  /** Replaces a property. */
  set(object: object, key: string, value: unknown): void {
    const own = Object.getOwnPropertyDescriptor(object, key);
    Object.defineProperty(object, key, { value, configurable: true, enumerable: own?.enumerable ?? true, writable: true });
    this.#undo.push(() => {
      if (own === undefined) Reflect.deleteProperty(object, key);
      else Object.defineProperty(object, key, own);
    });
  }

  /** Puts all properties back, the latest first. */
  undo(): void {
    for (const undo of this.#undo.reverse()) undo();
  }
}
