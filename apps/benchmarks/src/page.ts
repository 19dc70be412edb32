import { mkdirSync, writeFileSync } from "node:fs";
import type { Environment } from "./environment.ts";
import { growthPlot, ratioPlot } from "./plot.ts";
import type { Results } from "./results.ts";
import { peerTable, targetSummary, targetTable } from "./table.ts";
import { tableWorkloads } from "./workloads.ts";

const docs = new URL("../../../docs/", import.meta.url);

/** Writes docs/benchmarks.md and its plots. */
export async function writePage({ environment, rows, seams }: Results): Promise<void> {
  const table = rows.filter(({ workload }) => tableWorkloads.includes(workload));
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

The same work in asyncio-ts, native promises, other task libraries and CPython's asyncio. Each row is one file of
\`apps/benchmarks/src/workloads\`, which holds the programs of all libraries side by side. Their checksums must be the same.

\`\`\`sh
pnpm bench                                        # everything, in the terminal
pnpm bench --only switch spawn --peers native asyncio-ts
pnpm bench --json bench.json && pnpm bench --seams --json bench.json
pnpm bench --write-docs bench.json                # this page
\`\`\`

## Environment and method

${list(environment)}

Each value is the median of several processes. A process measures one workload for one library, and the libraries take turns. A process
warms up, then takes the median of many rounds. A round counts if the thread ran at full speed before and after it, because a busy
sibling thread on the same core makes promises up to 1.8 times and tasks up to 2 times slower. If there are too few such rounds within a
few seconds, all rounds count. ± is half of the range of the processes. Times are elapsed time for one operation. For the sleeps they
are CPU time of all threads.

**×** is a multiple of native promises (async functions) with the same work: less is better. *÷ best peer* is a multiple of the fastest
of the other libraries. *Must* and *goal* are the targets of this project, as multiples of native promises or in the unit of the row.
*Marked* coroutines are made by \`coroutine(function* …)\`. A library that cannot do the work is left out. *fails* means that the
process ended with an error, such as a stack overflow, or took longer than a minute.

## asyncio-ts and native promises

${targetSummary(table)} [Why some are missed](decisions/0006-rows-that-miss-their-must.md).

${targetTable(table)}

## All libraries

${peerTable(table)}

![Cost relative to native promises, by workload and library](benchmarks/ratios.svg)

## Cost by the number of tasks

The work of the loop for a task does not grow with the number of tasks, nor do the bytes of a task. The cost of V8's garbage collection
grows for all libraries, because it copies live objects, and here all tasks are alive. With a young generation that holds them all
(\`node --max-semi-space-size=512 --min-semi-space-size=512\`), a task costs the same with a thousand or a million tasks.

![Nanoseconds and bytes for each task, with a thousand to a million tasks](benchmarks/growth.svg)

## Cost of unused hooks

${seams ?? "Not measured."}
`,
  );
}

function list({ commit, machine, node, python, versions }: Environment): string {
  const lines = [
    `commit ${commit}`,
    `Node ${node} on ${machine}`,
    ...Object.entries(versions).map(([name, version]) => `${name} ${version}`),
  ];
  if (python !== null) lines.push(`CPython ${python}`);
  return lines.map((line) => `- ${line}`).join("\n");
}
