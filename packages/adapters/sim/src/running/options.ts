import { checkOptions, repr } from "@asyncio-ts/loop/lowlevel";
import { checkKnownOptions } from "@asyncio-ts/streams/lowlevel";
import { checkLinkValue, LINK_NAMES, type LinkOptions } from "../network/link-settings.ts";

/** Options of `simulate`. */
export interface SimulateOptions extends LinkOptions {
  /** The number of runs; 1 by default. */
  runs?: number | undefined;
  /** The seed of all choices and random numbers; a fixed one by default, so that a test is the same each time. */
  seed?: number | undefined;
  /** The `schedule` of a SimulationError: repeats that run, with its seed and its options. */
  replay?: string | undefined;
  /** The steps after which a run counts as a livelock; 10,000,000 by default. */
  maxSteps?: number | undefined;
}

/** What a run needs beside its choices. A string of a schedule has it as well. */
export interface RunSettings {
  /** The seed of the random numbers. */
  readonly seed: number;
  readonly maxSteps: number;
  readonly link: LinkOptions;
}

export const DEFAULT_MAX_STEPS = 10_000_000;

/** The options of a simulation, checked and complete. */
export interface CheckedOptions {
  readonly runs: number;
  readonly settings: RunSettings;
}

/** Checks the options of a simulation. @throws TypeError or RangeError if one is wrong */
export function checkSimulation(options: SimulateOptions): CheckedOptions {
  checkOptions("simulate", options);
  checkKnownOptions("simulate", options, ["runs", "seed", "replay", "maxSteps", ...LINK_NAMES]);
  const link: Record<string, unknown> = {};
  for (const name of LINK_NAMES) {
    if (options[name] === undefined) continue;
    checkLinkValue("simulate", name, options[name]);
    link[name] = options[name];
  }
  return {
    runs: whole("runs", options.runs ?? 1, 1),
    settings: { seed: whole("seed", options.seed ?? 1, 0), maxSteps: whole("maxSteps", options.maxSteps ?? DEFAULT_MAX_STEPS, 1), link },
  };
}

function whole(name: string, value: unknown, least: number): number {
  const message = `simulate: a whole number from ${least} on was expected as ${name}, got ${repr(value)}`;
  if (typeof value !== "number") throw new TypeError(message);
  if (!Number.isSafeInteger(value) || value < least) throw new RangeError(message);
  return value;
}
