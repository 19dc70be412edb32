import type { RunRecord } from "./run-record.ts";

/** A schedule under which the program fails. */
export interface FoundSchedule {
  readonly schedule: string;
  /** The number of schedules run until it was found. */
  readonly schedules: number;
  /** The error of the program. */
  readonly message: string;
  /** How the schedule differs from asyncio's order, in words. */
  readonly deviations: readonly string[];
}

/** The result of an exploration. */
export type ExplorationResult =
  | { readonly kind: "found"; readonly found: FoundSchedule }
  | { readonly kind: "passed"; readonly schedules: number; readonly complete: boolean };

/** A message of the worker. */
export type Response =
  /** The modules are loaded, and the program begins. */
  | { readonly kind: "began" }
  /** A step begins. */
  | { readonly kind: "step"; readonly step: number }
  /** The program has ended, and its record is made. */
  | { readonly kind: "ended" }
  | { readonly kind: "recorded"; readonly record: RunRecord }
  | { readonly kind: "explored"; readonly result: ExplorationResult }
  /** The program could not be run at all. */
  | { readonly kind: "refused"; readonly message: string };
