// Measures one workload for one peer, in a process of its own: `FULL_PACE=… node worker.js WORKLOAD PEER`. Prints the finding as JSON.
import type { PeerName } from "./peers.ts";
import { sample } from "./sampling.ts";
import { everything } from "./workloads.ts";

const [name, peer] = process.argv.slice(2) as [string, PeerName];
const workload = everything.find((each) => each.name === name)!;
const round = await workload.peers[peer]!();
console.log(JSON.stringify(await sample(workload, round, workload.operations, Number(process.env.FULL_PACE))));
process.exit();
