// Measures many tasks of one peer in a process of its own: `node worker.js PEER COUNT`. Prints the figures as JSON.
import type { PeerName } from "../peers.ts";
import { programs } from "./programs.ts";

const [peer, count] = process.argv.slice(2) as [PeerName, string];
const { bytes, parking, cancelling, cleaned } = await programs[peer]!(Number(count));
console.log(JSON.stringify({ bytes, parking, cancelling, cleaned }));
process.exit();
