import { brand, checkOptions, wrongArgument } from "@asyncio-ts/loop/lowlevel";

/** The failure of a program in a simulation. */
export class SimulationError extends Error {
  /** The run as a string, for `simulate(scenario, { replay: schedule })`. */
  readonly schedule: string;
  /** The number of runs until the failure was found. */
  readonly runs: number;
  /** The run in words: which node sent what, what was lost, and which node crashed. */
  readonly timeline: string;

  constructor(message: string, details: { schedule: string; runs: number; timeline: string; cause: unknown }) {
    if (typeof message !== "string") throw wrongArgument("SimulationError", "a string as message", message);
    checkOptions("SimulationError", details);
    if (typeof details.schedule !== "string") throw wrongArgument("SimulationError", "a string as details.schedule", details.schedule);
    super(message, { cause: details.cause });
    this.schedule = details.schedule;
    this.runs = details.runs;
    this.timeline = details.timeline;
  }
}

brand(SimulationError, "SimulationError");
