import { markdownTable } from "markdown-table";
import type { Counts, Report } from "./report.ts";
import { SUITES } from "./suites.ts";

/** A runtime, and what passed on it. */
export interface Column {
  readonly name: string;
  readonly version: string;
  readonly report: Report;
}

/** The table as Markdown, which reads well in a terminal, too. */
export function table(columns: readonly Column[]): string {
  return markdownTable([
    ["", ...columns.map(({ name }) => name)],
    ["version", ...columns.map(({ version }) => version)],
    ...Object.keys(SUITES).map((suite, row) => [suite, ...columns.map(({ report }) => cell(report[row]!))]),
  ]);
}

/** What the first table of a page says passed and failed where, without counts and versions, which vary. */
export function claims(page: string): string[] {
  const [names = [], ...rows] = [...page.matchAll(/^\|(.*)\|$/gm)].map(([, line]) => line!.split("|").map((text) => text.trim()));
  return rows.flatMap(([suite, ...cells]) =>
    cells.flatMap((text, column) => (/^[✓✗]/.test(text) ? [`${text[0]} ${suite} on ${names[column + 1]}`] : [])),
  );
}

/** All that passed, failed and was skipped, wherever. */
export function sumOf(columns: readonly Column[]): Counts {
  const all = columns.flatMap(({ report }) => report);
  const sum = (key: keyof Counts): number => all.reduce((total, counts) => total + counts[key], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

function cell({ passed, failed, skipped }: Counts): string {
  const counts = [`${passed}`, ...(failed > 0 ? [`${failed} failed`] : []), ...(skipped > 0 ? [`${skipped} skipped`] : [])];
  return `${failed > 0 ? "✗" : "✓"} ${counts.join(", ")}`;
}
