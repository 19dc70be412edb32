import { Command, InvalidArgumentError, Option } from "commander";
import { circumstances, load } from "./circumstances.ts";
import { findInterpreter } from "./interpreter.ts";
import { peerNames, type PeerName } from "./peers.ts";
import { Progress } from "./progress.ts";
import { type Results, store, withEarlier } from "./results.ts";
import { measureRow, peersOf } from "./row.ts";
import { measureSeams } from "./seams/seams.ts";
import { count, peerTable, targetTable } from "./table.ts";
import type { Workload } from "./workload.ts";
import { everything } from "./workloads.ts";

interface Options {
  only?: string[];
  peers: PeerName[];
  rounds: number;
  json?: string;
  seams?: true;
  writeDocs?: true;
}

const command = new Command("bench")
  .description("Does the same work in asyncio-ts, native promises and other libraries, and compares what it costs.")
  .addOption(new Option("--only <name...>", "workloads by their names, or by how their names begin"))
  .addOption(new Option("--peers <peer...>", "who is measured").choices(peerNames).default(peerNames, "all"))
  .addOption(new Option("--rounds <number>", "processes for each workload and peer").argParser(positive).default(5))
  .addOption(new Option("--json <file>", "write the results there; rows that it has of the same commit and machine stay"))
  .addOption(new Option("--write-docs", "write docs/benchmarks.md and its plots"))
  .addOption(new Option("--seams", "measure only what seams cost, unused and in use").conflicts(["only", "peers", "json", "writeDocs"]))
  .parse();
const options = command.opts<Options>();

function positive(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("a whole number above 0 is wanted");
  return Number(text);
}

if (options.seams === true) console.log(await measureSeams(options.rounds));
else await compare();

async function compare(): Promise<void> {
  const interpreter = findInterpreter();
  const plan = chosen().map((workload) => ({ workload, peers: peersOf(workload, options.peers, interpreter) }));

  let results: Results = { circumstances: circumstances(), rows: [] };
  const progress = new Progress(options.rounds * plan.flatMap(({ peers }) => peers).length);
  for (const { workload, peers } of plan) {
    progress.announce(workload.title);
    results.rows.push(await measureRow(workload, peers, options.rounds, interpreter, (processes) => progress.advance(processes)));
  }
  progress.stop();

  const { commit, machine, node, python } = results.circumstances;
  console.log(`Commit ${commit}, Node ${node}, CPython ${python ?? "not found"}; ${machine}, load ${load()}\n`);
  console.log(`${targetTable(results.rows)}\n\n${peerTable(results.rows)}\n\n${count(results.rows)}`);

  if (options.json !== undefined) {
    results = withEarlier(results, options.json);
    store(results, options.json);
  }
  if (options.writeDocs === true) {
    // Loaded only here: drawing needs a newer Node than measuring.
    const { writePage } = await import("./page.ts");
    await writePage(results, await measureSeams(options.rounds));
  }
}

/** The workloads that `--only` names; without it all. */
function chosen(): Workload[] {
  const { only } = options;
  if (only === undefined) return everything;
  const found = everything.filter(({ name }) => only.some((start) => name === start || name.startsWith(`${start}-`)));
  if (found.length === 0) command.error(`No workload is named so. There are:\n${everything.map(({ name }) => name).join("\n")}`);
  return found;
}
