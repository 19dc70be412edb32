import type { Environment } from "./environment.ts";
import { bodyOf } from "./page-section.ts";
import { MANY_TASKS, measuredSections, UNUSED_HOOKS } from "./page-sections.ts";
import { outsideSection } from "./outside-section.ts";
import type { Results } from "./results.ts";
import type { Row } from "./row.ts";
import { socketsSection } from "./sockets-section.ts";
import { nativeTable, peerTable, summaryTable } from "./table.ts";

/**
 * Returns docs/benchmarks.md.
 *
 * @param table the rows of the large table
 * @param others results on other Nodes
 * @param earlier the page as it is, for the sections that were not measured
 */
export function pageText(results: Results, table: readonly Row[], others: readonly Results[], earlier: string): string {
  const { environment } = results;
  const measured = measuredSections(results);
  const section = (heading: string) => `${heading}\n\n${measured.get(heading) ?? bodyOf(earlier, heading)}`;
  const columns = others.map((other) => ({ title: `asyncio-ts, Node ${major(other.environment)}`, rows: other.rows }));
  return `# Benchmarks

Is asyncio-ts slower than \`async\` and \`await\`? Mostly not. Each number is the cost beside native promises that do the same work, on
Node ${major(environment)}: 1× is the same, less is better.

${summaryTable(table)}

- **Quicker than promises:** locks, queues with room, time limits, cancellation and timers. A waiter is woken directly, without a promise
  for each wait, and a task takes less memory than an async function that waits.
- **As quick:** switches between tasks, and calls, unless a deep stack is resumed.
- **Slower:** starting a task, so \`gather\` and task groups as well. A task is an object that can be cancelled, named and awaited by several
  others, and it begins at its turn. An async function runs at once and leaves only a promise. A task that starts eagerly costs most,
  because its first step leaves the AsyncLocalStorage of its creator.
- **Slower:** awaiting a promise, because its reaction has to enter the loop, and a queue of one item, because its tasks wait for each
  other at every item, as in asyncio. The difference is a fraction of a microsecond.
- **Deep calls:** a plain coroutine is resumed through every \`yield*\` above it. If a stack is deep and waits often, wrap its functions
  in \`coroutine(…)\` (*marked* in the tables): they resume at once, at any depth.
- **Start-up:** a page loads some 11 kB, and a process some milliseconds of modules. Other libraries are between 1 and 32 kB.

[Comparison](comparison.md) sets these figures beside features.

## asyncio-ts and native promises

${nativeTable(table, columns)}

*Floor* is the least work: a program of 20 to 60 lines with generators and a ready queue, and nothing else: no checks, names, contexts or
errors, and cancellation only in the row about it. What a library takes above it is the price of what it offers. *÷ best peer* is the
ratio to the fastest other library. [Decision 0006](decisions/0006-rows-that-miss-their-must.md) explains the slow rows, and
[its targets](decisions/0014-targets-of-the-benchmarks.md) are the project's own.

## All peers

${peerTable(table)}

![Cost beside native promises, by workload and peer](benchmarks/ratios.svg)

${section(MANY_TASKS)}

${section(socketsSection.heading)}

${section(outsideSection.heading)}

## Cost by number of tasks

The work of the loop for a task does not grow with the number of tasks, and neither do the bytes of a task. V8's garbage collection
does grow, for all peers, because it copies every object that is still alive: here, all of the tasks. With a young generation that
holds them all (\`node --max-semi-space-size=512 --min-semi-space-size=512\`), a task costs the same among a thousand as among a million.

![Nanoseconds and bytes a task, for a thousand to a million tasks](benchmarks/growth.svg)

${section(UNUSED_HOOKS)}

## Method

A row is one workload, a file of \`apps/benchmarks/src/workloads\` with the programs of all peers. Each program returns a checksum, and
the checksums have to be equal.

${list(environment, others)}

Each figure is the median of several processes. A process measures one workload for one peer, and the processes of all peers
alternate. A process warms up, then takes the median of many rounds. It drops rounds before or after which the thread did not run at
full speed, unless there are too few others within some seconds: a busy sibling thread of the same core makes promises up to 1.8 times
and tasks up to 2 times slower. ± is half the difference between the fastest and the slowest process. Times are elapsed time for one
operation; for the sleeps, CPU time of all threads of the process.

**×** is the ratio to native promises (async functions) that do the same work. *Marked* coroutines are created by functions wrapped in
\`coroutine(…)\`. The floor of a chain of calls is that of plain coroutines, \`yield*\`. The floor of a resumption and of a recursion is that
of marked ones, a stack of generators. A peer that cannot do the work is left out. *fails* means that the process ended with an error,
such as a stack overflow, or took longer than a minute.

\`\`\`sh
pnpm bench                        # everything, in the terminal
pnpm bench --only switch spawn --peers native asyncio-ts
pnpm bench --many-tasks           # ten million tasks; takes 10 GB
pnpm bench --json bench.json && pnpm bench --seams --json bench.json
pnpm bench --write-docs bench.json  # this page
\`\`\`
`;
}

function major({ node }: Environment): string {
  return /\d+/.exec(node)![0];
}

function list({ commit, machine, node, python, versions }: Environment, others: readonly Results[]): string {
  const lines = [
    `commit ${commit}`,
    `Node ${node} on ${machine}`,
    ...others.map(({ environment }) => `for the column beside, commit ${environment.commit} and Node ${environment.node}`),
    ...Object.entries(versions).map(([name, version]) => `${name} ${version}`),
  ];
  if (python !== null) lines.push(`CPython ${python}`);
  return lines.map((line) => `- ${line}`).join("\n");
}
