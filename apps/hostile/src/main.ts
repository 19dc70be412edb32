import { Command, InvalidArgumentError } from "commander";
import { Campaign } from "./campaign.ts";
import { describe, fullNameOf } from "./trial.ts";

interface Options {
  seed: number;
  seconds: number;
  trial?: number;
  complete?: true;
  match: string;
}

const options = new Command("hostile")
  .description("Calls every public function with hostile values, and checks that the loop lives on and that nothing is left behind.")
  .option("--seed <number>", "which sequence of calls", integer, Number(process.env.SEED ?? Math.floor(Math.random() * 1_000_000)))
  .option("--seconds <number>", "for how long, unless every call is made once", integer, 60)
  .option("--trial <index>", "one call of the sequence", integer)
  .option("--complete", "every call once, in place of a random sequence")
  .option("--match <text>", "only the calls whose description contains a text", "")
  .parse()
  .opts<Options>();

function integer(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("a whole number is wanted");
  return Number(text);
}

const { seed, trial } = options;
const range = trial !== undefined ? { from: trial, to: trial + 1 } : options.complete ? {} : { seconds: options.seconds };
const campaign = new Campaign(options.complete ? null : seed, { ...range, match: options.match });
console.log(options.complete ? "» every call once" : `» SEED=${seed}`);
const start = Date.now();
await campaign.run();
const seconds = (Date.now() - start) / 1000;

const groups = Map.groupBy(campaign.results, ({ trial, kind, detail }) => `${fullNameOf(trial.target)}: ${kind}: ${detail}`);
for (const [text, [first, ...rest]] of groups) {
  console.log(`✗ ${text}\n    ${describe(first!.trial)}, --trial ${first!.index}${rest.length > 0 ? `, and ${rest.length} more` : ""}`);
}
console.log(`${campaign.count} calls, ${Math.round(campaign.count / seconds)} a second`);
// The line that `npm run check:release` adds up.
console.log(`${groups.size === 0 ? 1 : 0} passed, ${groups.size} failed`);
process.exitCode = groups.size === 0 ? 0 : 1;
