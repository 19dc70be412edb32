import { foreign, peerNames, type PeerName } from "./peers.ts";
import type { Row } from "./row.ts";
import { median } from "./statistics.ts";

/** A target and how far a peer is from it. */
export interface Verdict {
  peer: PeerName;
  /** In what the target is given in: multiples of native promises, or the workload's unit. */
  value: number;
  must: number | undefined;
  goal: number;
}

/** How a peer compares with another: the median of the rounds' own ratios; NaN where either has nothing. */
export function ratio(row: Row, peer: PeerName, to: PeerName): number {
  const values = row.entries[peer]?.values ?? [];
  const others = row.entries[to]?.values ?? [];
  const rounds = Math.min(values.length, others.length);
  return rounds === 0 ? NaN : median(values.slice(0, rounds).map((value, round) => value / others[round]!));
}

/** The quickest of the foreign peers, or null. */
export function bestPeer(row: Row): PeerName | null {
  const able = foreign.filter((peer) => (row.entries[peer]?.values.length ?? 0) > 0);
  return able.length === 0 ? null : able.reduce((best, peer) => (row.entries[peer]!.median < row.entries[best]!.median ? peer : best));
}

/** What became of a workload's targets; those of peers that were not measured are left out. */
export function verdicts(row: Row): Verdict[] {
  const found: Verdict[] = [];
  for (const peer of peerNames) {
    const target = row.workload.targets[peer];
    if (target === undefined || row.entries[peer] === undefined) continue;
    const value = target.of === "native" ? ratio(row, peer, "native") : row.entries[peer].median;
    found.push({ peer, value, must: target.must, goal: target.goal });
  }
  return found;
}

/** Whether a value, to three digits, stays within a bound. */
export function within(value: number, bound: number): boolean {
  return Number(value.toPrecision(3)) <= bound;
}

/** Whether a row is read in its unit: it is no time, its target is given so, or native promises have nothing to compare with. */
export function inUnit({ workload, entries }: Row): boolean {
  const targets = Object.values(workload.targets);
  return workload.unit !== "ns" || targets.some((target) => target.of === "unit") || (entries.native?.values.length ?? 0) === 0;
}
