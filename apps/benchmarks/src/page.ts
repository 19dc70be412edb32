import { mkdirSync, writeFileSync } from "node:fs";
import type { Circumstances } from "./circumstances.ts";
import { growthPlot, ratioPlot } from "./plot.ts";
import type { Results } from "./results.ts";
import { count, peerTable, targetTable } from "./table.ts";
import { rows as tableRows } from "./workloads.ts";

const docs = new URL("../../../docs/", import.meta.url);

/** Writes docs/benchmarks.md and its plots. */
export async function writePage({ circumstances, rows, seams }: Results): Promise<void> {
  const table = rows.filter(({ workload }) => tableRows.includes(workload));
  const plots = new URL("benchmarks/", docs);
  mkdirSync(plots, { recursive: true });
  writeFileSync(new URL("ratios.svg", plots), await ratioPlot(table));
  const panels = {
    work: "spawn + yield + join without garbage collection, ns a task",
    "spawn-yield": "spawn + yield + join, ns a task",
    parked: "parked, bytes a task",
  };
  writeFileSync(new URL("growth.svg", plots), await growthPlot(rows, panels));
  writeFileSync(
    new URL("benchmarks.md", docs),
    `# Benchmarks

The same work in asyncio-ts, native promises, other libraries of tasks and CPython's asyncio. A row is one file of
\`apps/benchmarks/src/workloads\`, where the peers' programs stand side by side; each gives a checksum, which has to be the same.

\`\`\`sh
pnpm bench                                        # everything, in the terminal
pnpm bench --only switch spawn --peers native asyncio-ts
pnpm bench --json bench.json && pnpm bench --seams --json bench.json
pnpm bench --write-docs bench.json                # this page
\`\`\`

## These figures

${list(circumstances)}

Each figure is the median of several processes, which measure one workload for one peer and take turns with the other peers.
A process warms up, then takes the median of many rounds: of those before and after which native promises went at full pace, if
it finds some within a few seconds. For on a core whose other thread works for somebody else, promises take up to 1.8 times as long,
and tasks twice. ± is half of the way from the least to the greatest process. Time is what passes for one operation; for the sleeps
it is CPU time, of all threads of the process.

**×** is a multiple of native promises (async functions) that do the same work: less is better. *÷ best peer* is a multiple of the
quickest of the other libraries. *Must* and *goal* are what this project asks of itself, as multiples of native promises or in the
row's unit. *Marked* coroutines are those made by \`coroutine(function* …)\`. A peer that cannot do the work is left out; *fails* is
one whose process ends in an error, such as a stack that overflows, or takes longer than a minute.

## asyncio-ts and native promises

${count(table)} [Why the others are not](decisions/0006-rows-that-miss-their-must.md).

${targetTable(table)}

## All peers

${peerTable(table)}

![Cost beside native promises, by workload and peer](benchmarks/ratios.svg)

## The more tasks there are

What the loop does for a task does not grow, nor does what a task takes in bytes. What grows, for everybody, is V8's garbage
collection, which copies what is still alive: here that is all of the tasks. With a young generation that holds them all
(\`node --max-semi-space-size=512 --min-semi-space-size=512\`) a task costs the same whether there are a thousand or a million.

![Nanoseconds and bytes a task, for a thousand to a million tasks](benchmarks/growth.svg)

## What nobody uses

${seams ?? "Not measured."}
`,
  );
}

function list({ commit, machine, node, python, versions }: Circumstances): string {
  const lines = [
    `commit ${commit}`,
    `Node ${node} on ${machine}`,
    ...Object.entries(versions).map(([name, version]) => `${name} ${version}`),
  ];
  if (python !== null) lines.push(`CPython ${python}`);
  return lines.map((line) => `- ${line}`).join("\n");
}
