import type { PeerName } from "./peers.ts";

/** What a round found out by itself. */
export interface Finding {
  /** In the workload's unit. */
  value: number;
  checksum: number;
}

/** Does the work once, and gives a checksum of it; a round of a workload that measures by itself gives its finding. */
export type Round = (operations: number) => number | Finding | Promise<number | Finding>;

/** Loads a peer's library, and prepares rounds of its work. */
export type Work = () => Round | Promise<Round>;

/** How far asyncio-ts may be from the measure, and where it wants to be. */
export interface Target {
  /** Multiples of native promises, or the workload's own unit. */
  of: "native" | "unit";
  must?: number;
  goal: number;
}

/** One row of the table: the same work, done by each peer that can. */
export interface Workload {
  /** What `--only` takes. */
  name: string;
  title: string;
  unit: "ns" | "ms" | "bytes";
  /** Operations a round; what is measured is given for one. */
  operations: number;
  /**
   * The time that passes, what of it is not garbage collection, the processor's where the work is to wait, or whatever the rounds
   * find out by themselves.
   */
  measure: "time" | "work" | "cpu" | "itself";
  peers: Partial<Record<PeerName, Work>>;
  /** The file of `workloads` that has it for CPython, as a function named in snake_case. */
  python?: string;
  targets: Partial<Record<PeerName, Target>>;
}

/** A target as multiples of native promises. */
export function timesNative(must: number, goal: number): Target {
  return { of: "native", must, goal };
}

/** A target in the workload's own unit. */
export function atMost(must: number, goal: number): Target {
  return { of: "unit", must, goal };
}
