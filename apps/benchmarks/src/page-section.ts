import { readFileSync, writeFileSync } from "node:fs";
import type { Environment } from "./environment.ts";
import type { Row } from "./row.ts";
import type { Workload } from "./workload.ts";

/** A section of docs/benchmarks.md about workloads that have a table of their own. */
export interface PageSection {
  /** The heading, with its number signs. */
  heading: string;
  workloads: readonly Workload[];
  /** Returns the text below the heading, without an empty line at its end. */
  body(rows: readonly Row[], environment: Environment): string;
}

/** Returns a section with its heading. */
export function sectionText({ heading, workloads, body }: PageSection, rows: readonly Row[], environment: Environment): string {
  const measured = rows.filter(({ workload }) => workloads.includes(workload));
  return `${heading}\n\n${body(measured, environment)}`;
}

/** Replaces a section of a page if one of its workloads was measured, and leaves the rest of the page as it is. */
export function replaceSection(page: URL, section: PageSection, rows: readonly Row[], environment: Environment): void {
  if (!rows.some(({ workload }) => section.workloads.includes(workload))) return;
  const text = readFileSync(page, "utf8");
  const start = text.indexOf(`${section.heading}\n`);
  const end = text.indexOf("\n## ", start);
  writeFileSync(page, `${text.slice(0, start)}${sectionText(section, rows, environment)}\n${text.slice(end)}`);
}
