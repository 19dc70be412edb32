import type { Simulation } from "@asyncio-ts/sim";
import { type Coroutine, sleep } from "asyncio-ts";
import { defaultSettings } from "../../src/consensus/settings.ts";
import { Cluster } from "./cluster.ts";
import { CommittedEntries } from "./committed-entries.ts";
import { ElectionSafety } from "./election-safety.ts";
import { faults } from "./faults.ts";
import { LogMatching } from "./log-matching.ts";
import { violation } from "./violation.ts";
import { Workload } from "./workload.ts";

/** The faults of a run, one after the other. */
const FAULTS = 5;

/** Milliseconds. */
const SETTLING = 600;

/** Runs a cluster and clients through faults, and checks that nothing acknowledged is lost and that the cluster recovers. */
export function* scenario(sim: Simulation): Coroutine<{ executed: number; committed: number }> {
  const cluster = new Cluster(sim, ["a", "b", "c"], {
    ...defaultSettings,
    electionTimeout: [150, 300],
    patience: 100,
    entriesPerMessage: sim.pick([1, 64]),
    entriesPerSnapshot: sim.pick([5, 20, 1000]),
  });
  const committed = new CommittedEntries(sim, cluster);
  for (const check of [new ElectionSafety(sim, cluster), new LogMatching(sim, cluster), committed]) {
    sim.always(() => check.check(), check.constructor.name);
  }
  yield* sim.eventually(() => cluster.agreedLeader(), 10_000, "all nodes follow one leader");

  const workload = new Workload(sim, cluster);
  for (const name of ["x", "y"]) workload.start(name);
  workload.start("z", { isReader: true });
  for (let i = 0; i < FAULTS; i++) {
    const name = sim.pick(Object.keys(faults));
    sim.log(`fault: ${name}`);
    yield* faults[name]!(sim, cluster);
    yield* sleep(sim.random() * 300);
  }

  // What was sent during the faults has arrived then, and election timers that ran on have expired.
  yield* sleep(SETTLING);
  const leader = yield* sim.eventually(() => cluster.agreedLeader(), 10_000, "all nodes follow one leader after the faults");
  const { term } = leader.raft.ballot;
  yield* sleep(600);
  workload.stop();
  yield* sim.eventually(() => workload.isOver, 10_000, "all clients have their answers");
  if (leader.raft.ballot.term !== term) {
    throw violation(sim, "a leader was replaced, although it worked", `${leader.name}, the leader of term ${term}`);
  }
  return { executed: workload.executed, committed: committed.count };
}
