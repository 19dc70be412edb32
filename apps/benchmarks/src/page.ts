import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { SPEED, speedText } from "./comparison-section.ts";
import { withBody } from "./page-section.ts";
import { measuredSections } from "./page-sections.ts";
import { pageText } from "./page-text.ts";
import { growthPlot, ratioPlot } from "./plot.ts";
import type { Results } from "./results.ts";
import { targetsText } from "./targets-text.ts";
import { tableWorkloads } from "./workloads.ts";

const docs = new URL("../../../docs/", import.meta.url);
const page = new URL("benchmarks.md", docs);

/**
 * Writes docs/benchmarks.md and its plots, the speeds of docs/comparison.md, and the targets into docs/decisions.
 *
 * Without rows of the large table, writes only the sections that were measured.
 *
 * @param others results on other Nodes, for columns beside
 */
export async function writePage(results: Results, others: readonly Results[]): Promise<void> {
  const earlier = readFileSync(page, "utf8");
  const table = results.rows.filter(({ workload }) => tableWorkloads.includes(workload));
  if (table.length === 0) {
    writeFileSync(
      page,
      [...measuredSections(results)].reduce((text, [heading, body]) => withBody(text, heading, body), earlier),
    );
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
  writeFileSync(new URL("growth.svg", plots), await growthPlot(results.rows, panels));
  writeFileSync(page, pageText(results, table, others, earlier));
  const comparison = new URL("comparison.md", docs);
  writeFileSync(comparison, withBody(readFileSync(comparison, "utf8"), SPEED, speedText(results)));
  writeFileSync(new URL("decisions/0014-targets-of-the-benchmarks.md", docs), targetsText(results, table));
}
