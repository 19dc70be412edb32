import type { SimulatedNode, Simulation } from "@asyncio-ts/sim";
import type { Settings } from "../../src/consensus/settings.ts";
import type { Role } from "../../src/consensus/standing.ts";
import { Replica } from "../../src/replica.ts";
import type { Address, Members } from "../../src/wire/address.ts";
import { SimulatedStorage } from "./simulated-storage.ts";

/** The port of each node. The address is its name. */
const PORT = 7000;

/** A cluster of simulated nodes, with a view of their state that a real cluster has not got. */
export class Cluster {
  readonly members: Members;
  readonly nodes: Map<string, SimulatedNode> = new Map();
  readonly #replicas = new Map<string, Replica>();

  /** Starts all nodes. */
  constructor(sim: Simulation, names: readonly string[], settings: Settings) {
    this.members = new Map(names.map((name): [string, Address] => [name, [name, PORT]]));
    for (const name of names) {
      const node = sim.node(name, (node) => {
        const replica = new Replica(name, this.members, new SimulatedStorage(node.disk), settings);
        this.#replicas.set(name, replica);
        return replica.run();
      });
      this.nodes.set(name, node);
    }
  }

  get names(): string[] {
    return [...this.nodes.keys()];
  }

  /** The programs that run at present. */
  get running(): Replica[] {
    return [...this.#replicas.values()].filter(({ name }) => this.nodes.get(name)!.isRunning);
  }

  /** Returns the running programs of a role. */
  inRole(role: Role): Replica[] {
    return this.running.filter(({ raft }) => raft.standing.role === role);
  }

  /** Returns the leader that all nodes follow in one term; null unless all nodes run. */
  agreedLeader(): Replica | null {
    const { running } = this;
    const leader = running.find(({ raft }) => raft.standing.role === "leader");
    if (leader === undefined || running.length < this.nodes.size) return null;
    const { term } = leader.raft.ballot;
    const isAgreed = running.every(({ raft }) => raft.ballot.term === term && raft.standing.leader === leader.name);
    return isAgreed ? leader : null;
  }
}
