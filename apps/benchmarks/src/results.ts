import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { Circumstances } from "./circumstances.ts";
import type { Row } from "./row.ts";
import { everything } from "./workloads.ts";

/** What was measured, and under which circumstances. */
export interface Results {
  circumstances: Circumstances;
  rows: Row[];
  /** What seams cost, as Markdown, if that was measured. */
  seams?: string | undefined;
}

interface Stored {
  circumstances: Circumstances;
  rows: StoredRow[];
  seams?: string | undefined;
}

/** How a row stands in a file: the workload by its name, and what a reader wants to know of it. */
interface StoredRow extends Omit<Row, "workload"> {
  name: string;
  title: string;
  unit: string;
}

/** Takes from a file what was not measured again, if the circumstances are still the same. */
export function withEarlier(results: Results, file: string): Results {
  if (!existsSync(file)) return results;
  const earlier = load(file);
  if (!isDeepStrictEqual(earlier.circumstances, results.circumstances)) return results;
  const measured = new Set(results.rows.map(({ workload }) => workload));
  const both = [...results.rows, ...earlier.rows.filter(({ workload }) => !measured.has(workload))];
  const rows = everything.flatMap((workload) => both.filter((row) => row.workload === workload));
  return { ...results, rows, seams: results.seams ?? earlier.seams };
}

/** Reads what a file has of the workloads that there are. */
export function load(file: string): Results {
  const { rows, ...rest } = JSON.parse(readFileSync(file, "utf8")) as Stored;
  const known = everything.flatMap((workload) => {
    const stored = rows.find(({ name }) => name === workload.name);
    return stored === undefined ? [] : [{ workload, checksum: stored.checksum, entries: stored.entries }];
  });
  return { ...rest, rows: known };
}

/** Writes results as JSON. */
export function store({ rows, ...rest }: Results, file: string): void {
  const stored: StoredRow[] = rows.map(({ workload: { name, title, unit }, checksum, entries }) => ({
    name,
    title,
    unit,
    checksum,
    entries,
  }));
  writeFileSync(file, `${JSON.stringify({ ...rest, rows: stored }, null, 2)}\n`);
}
