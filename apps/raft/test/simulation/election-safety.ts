import type { Simulation } from "@asyncio-ts/sim";
import type { Cluster } from "./cluster.ts";
import { violation } from "./violation.ts";

/** Election safety: a term has one leader at most. */
export class ElectionSafety {
  readonly #sim: Simulation;
  readonly #cluster: Cluster;
  readonly #leaders = new Map<number, string>();

  constructor(sim: Simulation, cluster: Cluster) {
    this.#sim = sim;
    this.#cluster = cluster;
  }

  /** @throws Error if a term has two leaders */
  check(): void {
    for (const { name, raft } of this.#cluster.running) {
      if (raft.standing.role !== "leader") continue;
      const { term } = raft.ballot;
      const other = this.#leaders.get(term) ?? name;
      if (other !== name) throw violation(this.#sim, "a term has two leaders", `${other} and ${name} lead term ${term}`);
      this.#leaders.set(term, name);
    }
  }
}
