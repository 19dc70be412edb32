import type { Simulation } from "@asyncio-ts/sim";
import type { Log } from "../../src/consensus/log.ts";
import { majorityOf } from "../../src/consensus/majority.ts";
import type { Replica } from "../../src/replica.ts";
import type { Cluster } from "./cluster.ts";
import { violation } from "./violation.ts";

interface Committed {
  readonly term: number;
  readonly command: string;
}

/**
 * State-machine safety: all nodes apply the same entry at an index. Leader completeness: each leader has all committed entries, and
 * none could be elected that lacks one.
 */
export class CommittedEntries {
  readonly #sim: Simulation;
  readonly #cluster: Cluster;
  /** The entry at index i is at i - 1; undefined if no node has told of it. */
  readonly #entries: (Committed | undefined)[] = [];
  /** By program, the last entry that it knew to be committed. */
  readonly #seen = new Map<Replica, number>();
  readonly #leaderships = new Set<string>();

  constructor(sim: Simulation, cluster: Cluster) {
    this.#sim = sim;
    this.#cluster = cluster;
  }

  /** The number of entries that are committed. */
  get count(): number {
    return this.#entries.length;
  }

  /** @throws Error if an entry is replaced or lost */
  check(): void {
    for (const replica of this.#cluster.running) {
      this.#checkCommitted(replica);
      if (replica.raft.standing.role === "leader") this.#checkLeader(replica);
    }
  }

  #checkCommitted(replica: Replica): void {
    const { log, committed } = replica.raft;
    const { value } = committed;
    if (log.lastIndex < value) throw violation(this.#sim, "a node has lost a committed entry", `${replica.name} lacks entry ${value}`);
    const seen = this.#seen.get(replica) ?? 0;
    if (value === seen) return;
    this.#seen.set(replica, value);
    for (let index = seen + 1; index <= value; index++) this.#commit(replica, index);
  }

  #commit(replica: Replica, index: number): void {
    const entry = replica.raft.log.entryAt(index);
    // It is in a snapshot.
    if (entry === undefined) return;
    const committed = { term: entry.term, command: JSON.stringify(entry.command) };
    const known = this.#entries[index - 1];
    if (known === undefined) {
      this.#entries[index - 1] = committed;
      this.#checkSafe(index, committed);
    } else if (known.term !== committed.term || known.command !== committed.command) {
      const [one, other] = [known, committed].map(({ term, command }) => `${command} of term ${term}`);
      throw violation(this.#sim, "two entries of one index are committed", `entry ${index}: ${one}, and at ${replica.name} ${other}`);
    }
  }

  #checkLeader({ name, raft }: Replica): void {
    const leadership = `${name} ${raft.ballot.term}`;
    if (this.#leaderships.has(leadership)) return;
    this.#leaderships.add(leadership);
    this.#entries.forEach((entry, i) => {
      if (entry === undefined || has(raft.log, i + 1, entry.term)) return;
      throw violation(this.#sim, "a leader lacks a committed entry", `${name} lacks entry ${i + 1}`);
    });
  }

  /** Checks that a committed entry stays so: no node without it would get the votes of a majority. */
  #checkSafe(index: number, { term }: Committed): void {
    const { running, nodes } = this.#cluster;
    for (const { name, raft } of running) {
      if (has(raft.log, index, term)) continue;
      const { lastIndex, lastTerm } = raft.log;
      const voters = running.filter((voter) => voter.raft.log.isCoveredBy(lastIndex, lastTerm));
      if (voters.length < majorityOf(nodes.size)) continue;
      const names = voters.map((voter) => voter.name).join(" and ");
      throw violation(this.#sim, "a committed entry could be lost", `${names} would elect ${name}, which lacks entry ${index}`);
    }
  }
}

function has(log: Log, index: number, term: number): boolean {
  return index <= log.snapshot.index || log.termAt(index) === term;
}
