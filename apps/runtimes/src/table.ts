import { markdownTable } from "markdown-table";
import type { Counts, Report } from "./report.ts";
import { SUITES } from "./suites.ts";

/** A runtime with the counts of its suites. */
export interface Column {
  readonly name: string;
  readonly version: string;
  readonly report: Report;
}

/** Returns the table as Markdown, aligned so that it reads well in a terminal too. */
export function table(columns: readonly Column[]): string {
  return markdownTable([
    ["", ...columns.map(({ name }) => name)],
    ["version", ...columns.map(({ version }) => version)],
    ...Object.keys(SUITES).map((suite, row) => [suite, ...columns.map(({ report }) => cell(report[row]!))]),
  ]);
}

/** Returns which suite passed or failed on which runtime, from the first table of a page. Counts and versions vary, so they are left out. */
export function claims(page: string): string[] {
  const [names = [], ...rows] = [...page.matchAll(/^\|(.*)\|$/gm)].map(([, line]) => line!.split("|").map((text) => text.trim()));
  return rows.flatMap(([suite, ...cells]) =>
    cells.flatMap((text, column) => (/^[✓✗]/.test(text) ? [`${text[0]} ${suite} on ${names[column + 1]}`] : [])),
  );
}

/** Returns the sum over all runtimes. */
export function sumOf(columns: readonly Column[]): Counts {
  const all = columns.flatMap(({ report }) => report);
  const sum = (key: keyof Counts): number => all.reduce((total, counts) => total + counts[key], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

function cell({ passed, failed, skipped }: Counts): string {
  const counts = [`${passed}`, ...(failed > 0 ? [`${failed} failed`] : []), ...(skipped > 0 ? [`${skipped} skipped`] : [])];
  return `${failed > 0 ? "✗" : "✓"} ${counts.join(", ")}`;
}
