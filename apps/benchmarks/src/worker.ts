// Measures one workload for one peer, in a process of its own: `node worker.js WORKLOAD PEER FULL_PACE`. Prints the finding as JSON.
import type { PeerName } from "./peers.ts";
import { sample } from "./sampling.ts";
import { everything } from "./workloads.ts";

const [name, peer, full] = process.argv.slice(2) as [string, PeerName, string];
const workload = everything.find((each) => each.name === name)!;
const round = await workload.peers[peer]!();
console.log(JSON.stringify(await sample(workload, round, workload.operations, Number(full))));
process.exit();
