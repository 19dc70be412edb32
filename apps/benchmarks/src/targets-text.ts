import { outsideSection } from "./outside-section.ts";
import type { Results } from "./results.ts";
import type { Row } from "./row.ts";
import { targetSummary, targetTable } from "./table.ts";

/** Returns the decision record with the targets. */
export function targetsText({ environment, rows }: Results, table: readonly Row[]): string {
  const targets = [...table, ...rows.filter(({ workload }) => outsideSection.workloads.includes(workload))];
  return `# 0014 Targets of the benchmarks

Status: accepted. This page is written together with [the benchmarks](../benchmarks.md).

**Decision.** Each row has a bound that it *must* meet and a *goal*, as ratios to native promises or in the unit of the row. Two bounds
are for plain and for marked coroutines. A row within 1.25 of its *floor* counts as met, because there is no more to gain: the floor is a
program of 20 to 60 lines (\`apps/benchmarks/src/floor\`) that does the same work with generators and a ready queue, and nothing else.
Such bounds have the mark (✓).

The ratios are those on Node ${environment.node}. ${targetSummary(targets)} [Decision 0006](0006-rows-that-miss-their-must.md) explains
the others.

${targetTable(targets)}

A page in production loads another edition of the packages than one in development, see
[decision 0026](0026-editions-for-pages.md).
`;
}
