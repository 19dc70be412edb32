import type { Interpreter } from "./interpreter.ts";
import { type PeerName, peerNames } from "./peers.ts";
import { type Outcome, spawnWorker } from "./spawn-worker.ts";
import { median, spread } from "./statistics.ts";
import type { Workload } from "./workload.ts";

/** After a process of more milliseconds than this, a peer gets no further processes. */
const LONG_PROCESS = 15_000;

/** The values of the processes of a peer, one a round, or the reason of a failure. */
export interface Entry {
  values: number[];
  median: number;
  spread: number;
  failure?: string;
}

/** The measurements of a workload. */
export interface Row {
  workload: Workload;
  checksum: number;
  entries: Partial<Record<PeerName, Entry>>;
}

/** Returns the selected peers that are able to do the work on this machine. */
export function peersOf(workload: Workload, selected: readonly PeerName[], interpreter: Interpreter | null): PeerName[] {
  const isAble = (peer: PeerName) => (peer === "cpython" ? workload.python !== undefined && interpreter !== null : peer in workload.peers);
  return peerNames.filter((peer) => selected.includes(peer) && isAble(peer));
}

/**
 * Measures a workload for several peers. The peers take turns, so that interference from other processes hits all of them.
 *
 * @param onProgress called after each process, with the number of processes that are done or skipped
 */
export async function measureRow(
  workload: Workload,
  peers: readonly PeerName[],
  rounds: number,
  interpreter: Interpreter | null,
  onProgress: (processes: number) => void,
): Promise<Row> {
  const row: Row = { workload, checksum: NaN, entries: {} };
  for (const peer of peers) row.entries[peer] = { values: [], median: NaN, spread: NaN };
  const finished = new Set<PeerName>();
  for (let round = 0; round < rounds; round++) {
    for (const peer of peers) {
      if (finished.has(peer)) continue;
      const start = performance.now();
      addOutcome(row, peer, await spawnWorker(workload, peer, interpreter));
      if (row.entries[peer]!.failure !== undefined || performance.now() - start > LONG_PROCESS) finished.add(peer);
      onProgress(finished.has(peer) ? rounds - round : 1);
    }
  }
  return row;
}

function addOutcome(row: Row, peer: PeerName, outcome: Outcome): void {
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
