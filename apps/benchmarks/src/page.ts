import { mkdirSync, writeFileSync } from "node:fs";
import type { Environment } from "./environment.ts";
import { outsideSection } from "./outside-section.ts";
import { replaceSection, sectionText } from "./page-section.ts";
import { growthPlot, ratioPlot } from "./plot.ts";
import type { Results } from "./results.ts";
import { socketsSection } from "./sockets-section.ts";
import { nativeTable, peerTable, summaryTable, targetSummary, targetTable } from "./table.ts";
import { tableWorkloads } from "./workloads.ts";

const docs = new URL("../../../docs/", import.meta.url);

/** The sections with tables of their own. */
const sections = [socketsSection, outsideSection];

/**
 * Writes docs/benchmarks.md and its plots, and the targets into docs/decisions.
 *
 * Without rows of the large table, writes only the sections that were measured.
 */
export async function writePage({ environment, rows, seams }: Results): Promise<void> {
  const table = rows.filter(({ workload }) => tableWorkloads.includes(workload));
  if (table.length === 0) {
    for (const section of sections) replaceSection(new URL("benchmarks.md", docs), section, rows, environment);
    return;
  }
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

Is asyncio-ts slower than \`async\` and \`await\`? Mostly not. Each number is the cost beside native promises that do the same work: 1× is
the same, less is better.

${summaryTable(table)}

- **Cheaper than promises:** locks, queues with room, time limits, cancellation and timers. Waiters are woken directly, and a task takes less
  memory than an async function that waits.
- **Dearer:** starting a task, and awaiting a promise. The difference is a fraction of a microsecond.
- **Deep calls:** a plain coroutine is resumed through every \`yield*\` above it. If a stack is deep and waits often, wrap its functions
  in \`coroutine(…)\` (*marked* in the tables): they resume at once, at any depth.
- **Start-up:** a page loads 14 kB, and a process some milliseconds of modules. Other libraries are between 1 and 32 kB.

[Comparison](comparison.md) sets these figures beside features.

## asyncio-ts and native promises

${nativeTable(table)}

*÷ best peer* is the ratio to the fastest other library. [Decision 0006](decisions/0006-rows-that-miss-their-must.md) explains the slow
rows, and [its targets](decisions/0014-targets-of-the-benchmarks.md) are the project's own.

## All peers

${peerTable(table)}

![Cost beside native promises, by workload and peer](benchmarks/ratios.svg)

${sections.map((section) => sectionText(section, rows, environment)).join("\n\n")}

## Cost by number of tasks

The work of the loop for a task does not grow with the number of tasks, and neither do the bytes of a task. V8's garbage collection
does grow, for all peers, because it copies every object that is still alive: here, all of the tasks. With a young generation that
holds them all (\`node --max-semi-space-size=512 --min-semi-space-size=512\`), a task costs the same among a thousand as among a million.

![Nanoseconds and bytes a task, for a thousand to a million tasks](benchmarks/growth.svg)

## Cost of unused hooks

${seams ?? "Not measured."}

## Method

A row is one workload, a file of \`apps/benchmarks/src/workloads\` with the programs of all peers. Each program returns a checksum, and
the checksums have to be equal.

${list(environment)}

Each figure is the median of several processes. A process measures one workload for one peer, and the processes of all peers
alternate. A process warms up, then takes the median of many rounds. It drops rounds before or after which the thread did not run at
full speed, unless there are too few others within some seconds: a busy sibling thread of the same core makes promises up to 1.8 times
and tasks up to 2 times slower. ± is half the difference between the fastest and the slowest process. Times are elapsed time for one
operation; for the sleeps, CPU time of all threads of the process.

**×** is the ratio to native promises (async functions) that do the same work. *Marked* coroutines are created by functions wrapped in
\`coroutine(…)\`. A peer that cannot do the work is left out. *fails* means that the process ended with an error, such as a stack
overflow, or took longer than a minute.

\`\`\`sh
pnpm bench                        # everything, in the terminal
pnpm bench --only switch spawn --peers native asyncio-ts
pnpm bench --json bench.json && pnpm bench --seams --json bench.json
pnpm bench --write-docs bench.json  # this page
\`\`\`
`,
  );
  const targets = [...table, ...rows.filter(({ workload }) => outsideSection.workloads.includes(workload))];
  writeFileSync(
    new URL("decisions/0014-targets-of-the-benchmarks.md", docs),
    `# 0014 Targets of the benchmarks

Status: accepted. This page is written together with [the benchmarks](../benchmarks.md).

**Decision.** Each row has a bound that it *must* meet and a *goal*, as ratios to native promises or in the unit of the row. Two bounds
are for plain and for marked coroutines.

${targetSummary(targets)} [Decision 0006](0006-rows-that-miss-their-must.md) explains the others.

${targetTable(targets)}
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
