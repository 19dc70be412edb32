import type { PeerName } from "./peers.ts";

/** A measured value, with the checksum of the work. */
export interface Sample {
  /** In the unit of the workload. */
  value: number;
  checksum: number;
}

/** Does the work once. Returns a checksum; for a workload with `measure: "custom"`, a sample that it measured itself. */
export interface Round {
  (operations: number): number | Sample | Promise<number | Sample>;
  /** Ends what the setup has started outside this process, and what would keep this process alive. */
  close?(): Promise<void>;
}

/** Loads the library of a peer, and prepares rounds of the work. */
export type Setup = () => Round | Promise<Round>;

/** A bound that asyncio-ts must meet, and a bound that it aims at. */
export interface Target {
  /** Whether the bounds are multiples of native promises or of callbacks, or in the unit of the workload. */
  of: "native" | "callbacks" | "unit";
  must?: number;
  goal: number;
}

/** One row of the table: the same work, done by each peer that is able to do it. */
export interface Workload {
  /** The name for `--only`. */
  name: string;
  title: string;
  unit: "ns" | "ms" | "bytes";
  /** The number of operations in a round. The result is the value for one operation. */
  operations: number;
  /** `time` is elapsed time, `work` is elapsed time without garbage collection, `cpu` is CPU time of all threads. */
  measure: "time" | "work" | "cpu" | "custom";
  peers: Partial<Record<PeerName, Setup>>;
  /** The file in `workloads` with the same work for CPython. */
  python?: string;
  targets: Partial<Record<PeerName, Target>>;
}

/** Returns a target in multiples of native promises. */
export function timesNative(must: number, goal: number): Target {
  return { of: "native", must, goal };
}

/** Returns a target in the unit of the workload. */
export function atMost(must: number, goal: number): Target {
  return { of: "unit", must, goal };
}
