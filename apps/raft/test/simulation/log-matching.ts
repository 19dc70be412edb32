import type { Simulation } from "@asyncio-ts/sim";
import type { Log } from "../../src/consensus/log.ts";
import type { Replica } from "../../src/replica.ts";
import type { Cluster } from "./cluster.ts";
import { violation } from "./violation.ts";

const RULE = "two logs that share an entry differ before it";

/** Log matching: if two logs have an entry of the same index and term, they are equal up to it. */
export class LogMatching {
  readonly #sim: Simulation;
  readonly #cluster: Cluster;
  /** What the logs looked like at the last check. */
  readonly #seen = new Map<string, string>();

  constructor(sim: Simulation, cluster: Cluster) {
    this.#sim = sim;
    this.#cluster = cluster;
  }

  /** @throws Error if two logs differ before an entry that they share */
  check(): void {
    const { running } = this.#cluster;
    for (const replica of running) {
      const { lastIndex, lastTerm, snapshot } = replica.raft.log;
      const looks = `${lastIndex} ${lastTerm} ${snapshot.index}`;
      if (looks === this.#seen.get(replica.name)) continue;
      this.#seen.set(replica.name, looks);
      for (const other of running) if (other !== replica) this.#compare(replica, other);
    }
  }

  #compare(a: Replica, b: Replica): void {
    const first = Math.max(a.raft.log.snapshot.index, b.raft.log.snapshot.index);
    let index = Math.min(a.raft.log.lastIndex, b.raft.log.lastIndex);
    while (index > first && !isEqual(a.raft.log, b.raft.log, index)) index--;
    for (const shared = index--; index > first; index--) {
      if (isEqual(a.raft.log, b.raft.log, index)) continue;
      throw violation(this.#sim, RULE, `${a.name} and ${b.name} share entry ${shared}, but not entry ${index}`);
    }
  }
}

function isEqual(a: Log, b: Log, index: number): boolean {
  return a.termAt(index) === b.termAt(index);
}
