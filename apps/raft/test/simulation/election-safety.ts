import type { Cluster } from "./cluster.ts";

/** Election safety: a term has one leader at most. */
export class ElectionSafety {
  readonly #cluster: Cluster;
  readonly #leaders = new Map<number, string>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** @throws Error if a term has two leaders */
  check(): void {
    for (const { name, raft } of this.#cluster.running) {
      if (raft.standing.role !== "leader") continue;
      const { term } = raft.ballot;
      const other = this.#leaders.get(term) ?? name;
      if (other !== name) throw new Error(`term ${term} has two leaders: ${other} and ${name}`);
      this.#leaders.set(term, name);
    }
  }
}
