import { Command, InvalidArgumentError } from "commander";
import { Campaign } from "./campaign.ts";
import { Comparison } from "./comparison.ts";
import { installed } from "./installed.ts";
import { findFaults } from "./mutation/mutation-run.ts";
import { bootOracle, type Oracle } from "./oracle.ts";
import { listing } from "./report.ts";
import { allPrograms, streamPrograms } from "./sequence.ts";
import { Subject } from "./subject/subject.ts";

interface Options {
  seed: number;
  count: number;
  program?: number;
  mutants?: true;
  streams?: true;
}

const options = new Command("conformance")
  .description("Runs the same generated programs under CPython 3.14 and under asyncio-ts, and compares their traces.")
  .option("--seed <number>", "the seed of the sequence of programs", integer, Math.floor(Math.random() * 1_000_000))
  .option("--count <number>", "the number of programs to run", integer, 2_000)
  .option("--program <index>", "show one program of the sequence, and both traces", integer)
  .option("--streams", "programs about readers, writers and connections, in place of all others")
  .option("--mutants", "plant the known faults one at a time, and check that each is found")
  .parse()
  .opts<Options>();

function integer(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("a whole number was expected");
  return Number(text);
}

const sequence = options.streams ? streamPrograms : allPrograms;

console.log("» Booting CPython 3.14 …");
const oracle = await bootOracle();
const passed =
  options.program !== undefined
    ? show(oracle, options.program)
    : options.mutants
      ? await findFaults(oracle, sequence, options.seed, options.count)
      : compare(oracle);
process.exit(passed ? 0 : 1);

function compare(oracle: Oracle): boolean {
  const { seed, count } = options;
  console.log(`» Comparing ${count} programs of seed ${seed} …`);
  const campaign = new Campaign(new Comparison(oracle, new Subject(installed)), sequence, seed, count);
  campaign.run();
  for (const text of campaign.reports(10)) console.log(`\n${text}`);
  console.log(campaign.summary);
  return campaign.found.length === 0;
}

function show(oracle: Oracle, index: number): boolean {
  const program = sequence.generate(options.seed, index);
  const [expected] = oracle.traces([program]);
  const actual = new Subject(installed).trace(program);
  console.log([...listing(program), "CPython", ...events(expected!), "asyncio-ts", ...events(actual)].join("\n"));
  console.log(`identical traces: ${actual === expected ? 1 : 0}/1`);
  return actual === expected;
}

function events(trace: string): string[] {
  return (JSON.parse(trace) as unknown[]).map((event) => `  ${JSON.stringify(event)}`);
}
