// Measures one workload for one peer in a process of its own: `node worker.js WORKLOAD PEER BASELINE`. Prints the sample as JSON.
import type { PeerName } from "./peers.ts";
import { sample } from "./sampling.ts";
import { allWorkloads } from "./workloads.ts";

const [name, peer, baseline] = process.argv.slice(2) as [string, PeerName, string];
const workload = allWorkloads.find((each) => each.name === name)!;
const round = await workload.peers[peer]!();
console.log(JSON.stringify(await sample(workload, round, workload.operations, Number(baseline))));
process.exit();
