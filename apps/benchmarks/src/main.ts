import { Command, InvalidArgumentError, Option } from "commander";
import { circumstances, systemLoad } from "./circumstances.ts";
import { findInterpreter } from "./interpreter.ts";
import { peerNames, type PeerName } from "./peers.ts";
import { Progress } from "./progress.ts";
import { load, type Results, store, withEarlier } from "./results.ts";
import { measureRow, peersOf } from "./row.ts";
import { count, peerTable, targetTable } from "./table.ts";
import type { Workload } from "./workload.ts";
import { everything } from "./workloads.ts";

interface Options {
  only?: string[];
  peers: PeerName[];
  rounds: number;
  json?: string;
  seams?: true;
  writeDocs?: string;
}

const command = new Command("bench")
  .description("Does the same work in asyncio-ts, native promises and other libraries, and compares what it costs.")
  .addOption(new Option("--only <name...>", "workloads by their names, or by how their names begin"))
  .addOption(new Option("--peers <peer...>", "who is measured").choices(peerNames).default(peerNames, "all"))
  .addOption(new Option("--rounds <number>", "processes for each workload and peer").argParser(positive).default(5))
  .addOption(new Option("--json <file>", "write the results there; rows that it has of the same commit and machine stay"))
  .addOption(new Option("--seams", "measure only what seams cost, unused and in use").conflicts(["only", "peers"]))
  .addOption(new Option("--write-docs <file>", "write docs/benchmarks.md and its plots of what --json has written there"))
  .parse();
const options = command.opts<Options>();

function positive(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("a whole number above 0 is wanted");
  return Number(text);
}

if (options.writeDocs !== undefined) {
  // Loaded only here: drawing needs a newer Node than measuring.
  const { writePage } = await import("./page.ts");
  await writePage(load(options.writeDocs));
} else {
  const results = options.seams === true ? await seams() : await compare();
  if (options.json !== undefined) store(withEarlier(results, options.json), options.json);
}

async function seams(): Promise<Results> {
  // Loaded only here: the other measurements need no bundler.
  const { measureSeams } = await import("./seams/seams.ts");
  const text = await measureSeams(options.rounds);
  console.log(text);
  return { circumstances: circumstances(), rows: [], seams: text };
}

async function compare(): Promise<Results> {
  const interpreter = findInterpreter();
  const plan = chosen().map((workload) => ({ workload, peers: peersOf(workload, options.peers, interpreter) }));

  const results: Results = { circumstances: circumstances(), rows: [] };
  const progress = new Progress(options.rounds * plan.flatMap(({ peers }) => peers).length);
  for (const { workload, peers } of plan) {
    progress.announce(workload.title);
    results.rows.push(await measureRow(workload, peers, options.rounds, interpreter, (processes) => progress.advance(processes)));
  }
  progress.stop();

  const { commit, machine, node, python } = results.circumstances;
  console.log(`Commit ${commit}, Node ${node}, CPython ${python ?? "not found"}; ${machine}, load ${systemLoad()}\n`);
  console.log(`${targetTable(results.rows)}\n\n${peerTable(results.rows)}\n\n${count(results.rows)}`);
  return results;
}

/** The workloads that `--only` names; without it all. */
function chosen(): Workload[] {
  const { only } = options;
  if (only === undefined) return everything;
  const found = everything.filter(({ name }) => only.some((start) => name === start || name.startsWith(`${start}-`)));
  if (found.length === 0) command.error(`No workload is named so. There are:\n${everything.map(({ name }) => name).join("\n")}`);
  return found;
}
