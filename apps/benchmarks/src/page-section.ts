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

/** Returns the text below a heading of a page, up to the next heading of the same level. */
export function bodyOf(page: string, heading: string): string {
  const [start, end] = rangeOf(page, heading);
  return start < 0 ? "Not measured." : page.slice(start + heading.length, end).trim();
}

/** Returns a page with another text below a heading. A heading that is not on the page is added at its end. */
export function withBody(page: string, heading: string, body: string): string {
  const [start, end] = rangeOf(page, heading);
  if (start < 0) return `${page}\n${heading}\n\n${body}\n`;
  return `${page.slice(0, start)}${heading}\n\n${body}\n${page.slice(end)}`;
}

/** Returns where a section begins and ends; -1 if it is not on the page. */
function rangeOf(page: string, heading: string): [start: number, end: number] {
  const start = page.indexOf(`${heading}\n`);
  const end = page.indexOf("\n## ", start);
  return [start, end < 0 ? page.length : end];
}
