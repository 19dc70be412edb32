import type { Interpreter } from "./interpreter.ts";
import { type PeerName, peerNames } from "./peers.ts";
import { type Outcome, spawnWorker } from "./spawn-worker.ts";
import { median, spread } from "./statistics.ts";
import type { Workload } from "./workload.ts";

/** A peer that takes longer than this for one process, in milliseconds, has only one. */
const LONG = 15_000;

/** What a peer's processes found, one a round; or why there is nothing. */
export interface Entry {
  values: number[];
  median: number;
  spread: number;
  failure?: string;
}

/** A workload, measured. */
export interface Row {
  workload: Workload;
  checksum: number;
  entries: Partial<Record<PeerName, Entry>>;
}

/** The peers of a workload that are to be measured here. */
export function peersOf(workload: Workload, wanted: readonly PeerName[], interpreter: Interpreter | null): PeerName[] {
  const can = (peer: PeerName) => (peer === "cpython" ? workload.python !== undefined && interpreter !== null : peer in workload.peers);
  return peerNames.filter((peer) => wanted.includes(peer) && can(peer));
}

/**
 * Measures a workload for several peers, in rounds, so that what the machine does meanwhile hits all of them.
 *
 * @param tick is called after each process, with the number of processes that are thereby over
 */
export async function measureRow(
  workload: Workload,
  peers: readonly PeerName[],
  rounds: number,
  interpreter: Interpreter | null,
  tick: (processes: number) => void,
): Promise<Row> {
  const row: Row = { workload, checksum: NaN, entries: {} };
  for (const peer of peers) row.entries[peer] = { values: [], median: NaN, spread: NaN };
  const over = new Set<PeerName>();
  for (let round = 0; round < rounds; round++) {
    for (const peer of peers) {
      if (over.has(peer)) continue;
      const began = performance.now();
      take(row, peer, await spawnWorker(workload, peer, interpreter));
      if (row.entries[peer]!.failure !== undefined || performance.now() - began > LONG) over.add(peer);
      tick(over.has(peer) ? rounds - round : 1);
    }
  }
  return row;
}

function take(row: Row, peer: PeerName, outcome: Outcome): void {
  const entry = row.entries[peer]!;
  if ("failure" in outcome) {
    entry.failure = outcome.failure;
    return;
  }
  if (Number.isNaN(row.checksum)) row.checksum = outcome.checksum;
  if (outcome.checksum !== row.checksum) {
    entry.failure = `did other work: a checksum of ${row.checksum} was expected, got ${outcome.checksum}`;
    return;
  }
  entry.values.push(outcome.value);
  entry.median = median(entry.values);
  entry.spread = spread(entry.values);
}
