import { markdownTable } from "markdown-table";
import { formatNumber } from "./number-format.ts";
import type { PageSection } from "./page-section.ts";
import type { Row } from "./row.ts";
import { ratio } from "./verdict.ts";
import { outside } from "./workloads/outside.ts";

/** The section about work in other threads and processes. */
export const outsideSection: PageSection = {
  heading: "## Threads and jobs",
  workloads: outside.map(({ workload }) => workload),
  body(rows, { commit, machine, node, python }) {
    const head = ["workload", "by hand", "asyncio-ts", "CPython asyncio"];
    const body = rows.map((row) => [row.workload.title, byHand(row), times(row, "asyncio-ts"), times(row, "cpython")]);
    return `Calls that leave the process or the thread, beside the libraries that do the same by hand. **×** is the ratio to them.

${markdownTable([head, ...body], { align: ["l", "l", "r", "r"] })}

synckit only makes blocking calls: it has no loop, and one call at a time. A job of piscina has no cancellation of its own, and loses
the class of its errors. CPython's threads share their memory, so that its jobs are not copied.
[Decision 0030](decisions/0030-jobs-through-bullmq.md) tells what the distance of a single job through Redis is made of.
Measured at commit ${commit} on Node ${node}, CPython ${python ?? "(none)"} and ${machine}.`;
  },
};

function byHand({ workload, entries }: Row): string {
  const library = outside.find((each) => each.workload === workload)!.byHand;
  return `${library}, ${formatNumber((entries.native?.median ?? NaN) / 1000)} µs`;
}

function times(row: Row, peer: "asyncio-ts" | "cpython"): string {
  const value = ratio(row, peer, "native");
  return Number.isNaN(value) ? "" : `${formatNumber(value)}×`;
}
