import type { SimulatedNode, Simulation } from "@asyncio-ts/sim";
import { CancelledError, type Coroutine, sleep } from "asyncio-ts";
import type { Cluster } from "./cluster.ts";

/** Something bad that happens to a cluster for a while. All that it breaks works again when it returns, except that nodes may be late. */
type Fault = (sim: Simulation, cluster: Cluster) => Coroutine<void>;

const USUAL_LATENCY = [1, 10] as const;

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
    const leader = yield* newLeader(sim, cluster, 0);
    if (leader !== null) yield* crash(sim, leader.node, 500);
  },

  // A vote, once given, must hold in the next process too.
  *"voters crash in an election"(sim, cluster) {
    sim.net.latency = [1, 60];
    for (let i = 0; i < 3; i++) {
      const leader = yield* newLeader(sim, cluster, 0);
      if (leader !== null) yield* crash(sim, leader.node, 10);
      yield* soon(sim, () => cluster.inRole("candidate").length > 0);
      yield* sleep(sim.random() * 60);
      const voters = cluster.inRole("follower");
      if (voters.length > 0) yield* crash(sim, cluster.nodes.get(sim.pick(voters).name)!, 10);
    }
    sim.net.latency = USUAL_LATENCY;
  },

  *"a node is cut off"(sim, cluster) {
    yield* cutOff(sim, cluster, anyNode(sim, cluster));
  },

  *"the leader is cut off"(sim, cluster) {
    const leader = yield* newLeader(sim, cluster, 0);
    if (leader !== null) yield* cutOff(sim, cluster, leader.node);
  },

  // Their first entries reach no other node, or only some.
  *"new leaders are cut off"(sim, cluster) {
    let term = 0;
    for (let i = 0; i < 4; i++) {
      const leader = yield* newLeader(sim, cluster, term);
      if (leader === null) break;
      term = leader.term;
      if (sim.chance(0.5)) yield* sleep(sim.random() * 20);
      sim.net.heal();
      sim.net.partition([[leader.node.name]]);
    }
    sim.net.heal();
  },

  *"the network is slow"(sim) {
    sim.net.latency = [1, 250];
    yield* sleep(500 + sim.random() * 500);
    sim.net.latency = USUAL_LATENCY;
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

/** Waits for the leader of a term after `after`; null if there is none soon. */
function* newLeader(sim: Simulation, cluster: Cluster, after: number): Coroutine<{ node: SimulatedNode; term: number } | null> {
  return yield* soon(sim, () => {
    const leader = cluster.inRole("leader").find(({ raft }) => raft.ballot.term > after);
    return leader && { node: cluster.nodes.get(leader.name)!, term: leader.raft.ballot.term };
  });
}

/** Waits until a check gives a value; null if it does not within a second. */
function* soon<T>(sim: Simulation, check: () => T): Coroutine<Exclude<T, undefined | null | false> | null> {
  try {
    return yield* sim.eventually(check, 1000, "it happens soon");
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    return null;
  }
}

function* crash(sim: Simulation, node: SimulatedNode, longest: number): Coroutine<void> {
  node.crash();
  yield* sleep(sim.random() * longest);
  node.restart();
}

function* cutOff(sim: Simulation, cluster: Cluster, { name }: SimulatedNode): Coroutine<void> {
  const others = cluster.names.filter((other) => other !== name);
  // Clients reach all nodes, unless the node is cut from them as well. One way, it hears the others, but is not heard.
  sim.net.partition(sim.chance(0.7) ? [[name], others] : [[name]], { oneWay: sim.chance(0.3) });
  yield* sleep(sim.random() * 1000);
  sim.net.heal();
}
