import { brand, checkOptions, wrongArgument } from "@asyncio-ts/loop/lowlevel";

/** The failure of a program under one schedule, found by `explore`. */
export class ExplorationError extends Error {
  /** The schedule as a string, for `replay`. */
  readonly schedule: string;
  /** The number of schedules run until the failure was found. */
  readonly schedules: number;
  /** The deviations from asyncio's order, in words. Empty if the program fails in asyncio's own order. */
  readonly deviations: readonly string[];
  /** The steps of the failing run beside the steps of asyncio's order. */
  readonly trace: string;

  constructor(
    message: string,
    details: { schedule: string; schedules: number; deviations: readonly string[]; trace: string; cause: unknown },
  ) {
    if (typeof message !== "string") throw wrongArgument("ExplorationError", "a string as message", message);
    checkOptions("ExplorationError", details);
    if (typeof details.schedule !== "string") throw wrongArgument("ExplorationError", "a string as details.schedule", details.schedule);
    super(message, { cause: details.cause });
    this.schedule = details.schedule;
    this.schedules = details.schedules;
    this.deviations = details.deviations;
    this.trace = details.trace;
  }
}

brand(ExplorationError, "ExplorationError");
