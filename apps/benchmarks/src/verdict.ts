import { otherLibraries, peerNames, type PeerName } from "./peers.ts";
import type { Row } from "./row.ts";
import { median } from "./statistics.ts";

/** A row that takes at most this many times its floor meets its targets. */
const NEAR_FLOOR = 1.25;

/** A target of a workload, with the measured value. */
export interface Verdict {
  peer: PeerName;
  /** A multiple of native promises or of callbacks, or a value in the unit of the workload, as the target is. */
  value: number;
  /** The multiple of the floor; NaN if the row has none. */
  overFloor: number;
  must: number | undefined;
  goal: number;
}

/** Returns the median of the ratios of the rounds between two peers; NaN if one has no values. */
export function ratio(row: Row, peer: PeerName, to: PeerName): number {
  const values = row.entries[peer]?.values ?? [];
  const others = row.entries[to]?.values ?? [];
  const rounds = Math.min(values.length, others.length);
  return rounds === 0 ? NaN : median(values.slice(0, rounds).map((value, round) => value / others[round]!));
}

/** Returns the fastest of the other libraries, or null. */
export function bestPeer(row: Row): PeerName | null {
  const able = otherLibraries.filter((peer) => (row.entries[peer]?.values.length ?? 0) > 0);
  return able.length === 0 ? null : able.reduce((best, peer) => (row.entries[peer]!.median < row.entries[best]!.median ? peer : best));
}

/** Compares a row with its targets. Peers that were not measured are left out. */
export function verdicts(row: Row): Verdict[] {
  const found: Verdict[] = [];
  for (const peer of peerNames) {
    const target = row.workload.targets[peer];
    if (target === undefined || row.entries[peer] === undefined) continue;
    const value = target.of === "unit" ? row.entries[peer].median : ratio(row, peer, target.of);
    found.push({ peer, value, overFloor: ratio(row, peer, "floor"), must: target.must, goal: target.goal });
  }
  return found;
}

/** Whether a bound counts as met: the value is within it, or near the floor. */
export function isMet(verdict: Verdict, bound: number): boolean {
  return isWithin(verdict.value, bound) || isWithin(verdict.overFloor, NEAR_FLOOR);
}

/** Whether a row shows values in its unit: it is no time, a target is given in the unit, or there is no native value. */
export function isInUnit({ workload, entries }: Row): boolean {
  const targets = Object.values(workload.targets);
  return workload.unit !== "ns" || targets.some((target) => target.of === "unit") || (entries.native?.values.length ?? 0) === 0;
}

/** Whether a value, rounded to three digits, is within a bound. */
export function isWithin(value: number, bound: number): boolean {
  return Number(value.toPrecision(3)) <= bound;
}
