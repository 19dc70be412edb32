import type { SimulatedNode, Simulation } from "@asyncio-ts/sim";
import { type Coroutine, sleep } from "asyncio-ts";
import type { Role } from "../../src/consensus/standing.ts";
import type { Cluster } from "./cluster.ts";

/** Something bad that happens to a cluster for a while. All that it breaks works again when it returns, except that nodes may be late. */
type Fault = (sim: Simulation, cluster: Cluster) => Coroutine<void>;

/** The faults that the nodes of a cluster must survive, by name. */
export const faults: Readonly<Record<string, Fault>> = {
  *"a node crashes"(sim, cluster) {
    yield* crash(sim, anyNode(sim, cluster), 500);
  },

  *"all nodes crash"(sim, cluster) {
    for (const node of cluster.nodes.values()) node.crash();
    for (const node of cluster.nodes.values()) {
      yield* sleep(sim.random() * 200);
      node.restart();
    }
  },

  *"the leader crashes"(sim, cluster) {
    const leader = yield* inRole(cluster, "leader");
    if (leader !== null) yield* crash(sim, leader, 500);
  },

  // A vote, once given, must hold in the next process too.
  *"a voter crashes in an election"(sim, cluster) {
    const candidate = yield* inRole(cluster, "candidate");
    if (candidate === null) return;
    yield* sleep(sim.random() * 20);
    yield* crash(sim, anyNode(sim, cluster), 10);
  },

  *"a node is cut off"(sim, cluster) {
    yield* cutOff(sim, anyNode(sim, cluster), 1000);
  },

  *"the leader is cut off"(sim, cluster) {
    const leader = yield* inRole(cluster, "leader");
    if (leader !== null) yield* cutOff(sim, leader, 1000);
  },

  // Its first entry reaches no other node, or only some.
  *"new leaders are cut off"(sim, cluster) {
    for (let i = 0; i < 3; i++) {
      const leader = yield* inRole(cluster, "leader");
      if (leader === null) return;
      yield* sleep(sim.random() * 10);
      sim.net.heal();
      sim.net.partition([[leader.name]]);
      yield* sleep(sim.random() * 400);
    }
    sim.net.heal();
  },

  *"the network is slow"(sim, cluster) {
    sim.net.latency = [1, 250];
    yield* sleep(500 + sim.random() * 500);
    sim.net.latency = [1, 10];
    void cluster;
  },

  *"connections are reset"(sim, cluster) {
    const { names } = cluster;
    for (let i = 0; i < 5; i++) {
      const [a, b] = [sim.pick(names), sim.pick(names)];
      if (a !== b) sim.net.reset(a, b);
      yield* sleep(sim.random() * 100);
    }
  },

  *"a node pauses"(sim, cluster) {
    const node = anyNode(sim, cluster);
    node.pause();
    yield* sleep(sim.random() * 800);
    node.resume();
  },
};

function anyNode(sim: Simulation, cluster: Cluster): SimulatedNode {
  return sim.pick([...cluster.nodes.values()]);
}

/** Waits for a node of a role; null if there is none within a second. */
function* inRole(cluster: Cluster, role: Role): Coroutine<SimulatedNode | null> {
  for (let i = 0; i < 500; i++) {
    const [replica] = cluster.inRole(role);
    if (replica !== undefined) return cluster.nodes.get(replica.name)!;
    yield* sleep(2);
  }
  return null;
}

function* crash(sim: Simulation, node: SimulatedNode, longest: number): Coroutine<void> {
  node.crash();
  yield* sleep(sim.random() * longest);
  node.restart();
}

function* cutOff(sim: Simulation, node: SimulatedNode, longest: number): Coroutine<void> {
  // A node that hears the others, but is not heard, or one that is alone.
  sim.net.partition([[node.name]], { oneWay: sim.chance(0.3) });
  yield* sleep(sim.random() * longest);
  sim.net.heal();
}
