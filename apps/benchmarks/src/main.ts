import { Command, InvalidArgumentError, Option } from "commander";
import type { Turns } from "./against/turns.ts";
import { currentEnvironment, systemLoad } from "./environment.ts";
import { findInterpreter } from "./interpreter.ts";
import { peerNames, type PeerName } from "./peers.ts";
import { Progress } from "./progress.ts";
import { measureManyTasks } from "./many-tasks/measure-many-tasks.ts";
import { load, type Results, store, withEarlier } from "./results.ts";
import { measureRow, peersOf } from "./row.ts";
import { nativeTable, peerTable, targetSummary, targetTable } from "./table.ts";
import type { Workload } from "./workload.ts";
import { allWorkloads, groups } from "./workloads.ts";

interface Options {
  only?: string[];
  peers: PeerName[];
  rounds: number;
  json?: string;
  seams?: true;
  pages?: true;
  manyTasks?: number;
  against?: string;
  allow: number;
  writeDocs?: [string, ...string[]];
}

const command = new Command("bench")
  .description("Does the same work in asyncio-ts, native promises and other libraries, and compares the costs.")
  .addOption(new Option("--only <name...>", "names of workloads or their first words, or a group: table, growth"))
  .addOption(new Option("--peers <peer...>", "libraries to measure").choices(peerNames).default(peerNames, "all"))
  .addOption(new Option("--rounds <number>", "processes for each workload and peer").argParser(positive).default(5))
  .addOption(new Option("--json <file>", "write the results to a file, and keep its rows of the same commit and machine"))
  .addOption(new Option("--seams", "measure only the cost of the seams, unused and in use").conflicts(["only", "peers"]))
  .addOption(new Option("--pages", "measure only how responsive a page in Chromium stays").conflicts(["only", "peers", "json", "seams"]))
  .addOption(
    new Option("--many-tasks [count]", "measure only tasks that are parked at the same time, by default 10,000,000")
      .argParser(positive)
      .preset("10000000")
      .conflicts(["only", "peers", "seams", "pages"]),
  )
  .addOption(
    new Option("--against <revision>", "compare the working tree with a commit, in turns on one core").conflicts(["peers", "json"]),
  )
  .addOption(new Option("--allow <percent>", "how much slower a row may be with --against").argParser(positive).default(15))
  .addOption(
    new Option("--write-docs <file...>", "write docs/benchmarks.md, its plots and its targets from a file of --json, beside others"),
  )
  .parse();
const options = command.opts<Options>();

function positive(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("a whole number above 0 was expected");
  return Number(text);
}

if (options.writeDocs !== undefined) {
  // Loaded only here, because vega needs a newer Node than the measurements do.
  const { writePage } = await import("./page.ts");
  const [main, ...others] = options.writeDocs;
  await writePage(load(main), others.map(load));
} else if (options.pages === true) {
  // Loaded only here: the other measurements need no browser.
  const { measurePages } = await import("./pages/measure-pages.ts");
  console.log(await measurePages());
} else if (options.against !== undefined) {
  await compareRevisions(options.against);
} else {
  const results = await measure();
  if (options.json !== undefined) store(withEarlier(results, options.json), options.json);
}

function measure(): Promise<Results> {
  if (options.seams === true) return seams();
  return options.manyTasks === undefined ? compare() : manyTasks(options.manyTasks);
}

async function seams(): Promise<Results> {
  // Loaded only here: the other measurements need no bundler.
  const { measureSeams } = await import("./seams/seams.ts");
  const text = await measureSeams(options.rounds);
  console.log(text);
  return { environment: currentEnvironment(), rows: [], seams: text };
}

async function manyTasks(count: number): Promise<Results> {
  const text = await measureManyTasks(count);
  console.log(text);
  return { environment: currentEnvironment(), rows: [], manyTasks: text };
}

async function compareRevisions(revision: string): Promise<void> {
  // Loaded only here: the other measurements need no bundler.
  const { comparedRows, compareWith, turnsTable } = await import("./against/comparison.ts");
  const names = options.only === undefined ? comparedRows : selectedWorkloads().map(({ name }) => name);
  const rows: Turns[] = [];
  const slower = await compareWith(revision, names, options.rounds, 1 + options.allow / 100, (row) => rows.push(row));
  console.log(`${turnsTable(rows)}\n\n${names.length - slower.length} passed, ${slower.length} failed`);
  if (slower.length > 0) process.exitCode = 1;
}

async function compare(): Promise<Results> {
  const interpreter = findInterpreter();
  const plan = selectedWorkloads().map((workload) => ({ workload, peers: peersOf(workload, options.peers, interpreter) }));

  const results: Results = { environment: currentEnvironment(), rows: [] };
  const progress = new Progress(options.rounds * plan.flatMap(({ peers }) => peers).length);
  for (const { workload, peers } of plan) {
    progress.announce(workload.title);
    results.rows.push(await measureRow(workload, peers, options.rounds, interpreter, (processes) => progress.advance(processes)));
  }
  progress.stop();

  const { commit, machine, node, python } = results.environment;
  console.log(`Commit ${commit}, Node ${node}, CPython ${python ?? "not found"}; ${machine}, load ${systemLoad()}\n`);
  const tables = [nativeTable, peerTable, targetTable, targetSummary].map((table) => table(results.rows));
  console.log(tables.join("\n\n"));
  return results;
}

/** Returns the workloads that `--only` selects, by default all. */
function selectedWorkloads(): Workload[] {
  const { only } = options;
  if (only === undefined) return allWorkloads;
  const isNamed = (workload: Workload) =>
    only.some((start) => workload.name === start || workload.name.startsWith(`${start}-`) || groups[start]?.includes(workload) === true);
  const found = allWorkloads.filter(isNamed);
  if (found.length === 0)
    command.error(
      `--only: the name of a workload was expected, one of:\n${[...Object.keys(groups), ...allWorkloads.map(({ name }) => name)].join("\n")}`,
    );
  return found;
}
