import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { Circumstances } from "./circumstances.ts";
import type { Row } from "./row.ts";
import { everything } from "./workloads.ts";

/** What was measured, and under which circumstances. */
export interface Results {
  circumstances: Circumstances;
  rows: Row[];
}

/** How a row stands in a file: the workload by its name, and what a reader wants to know of it. */
interface StoredRow extends Omit<Row, "workload"> {
  name: string;
  title: string;
  unit: string;
}

/** Takes from a file the rows that were not measured again, if the circumstances are still the same. */
export function withEarlier(results: Results, file: string): Results {
  if (!existsSync(file)) return results;
  const { circumstances, rows } = JSON.parse(readFileSync(file, "utf8")) as { circumstances: Circumstances; rows: StoredRow[] };
  if (!isDeepStrictEqual(circumstances, results.circumstances)) return results;
  const merged = everything.flatMap((workload) => {
    const measured = results.rows.find((row) => row.workload === workload);
    const stored = rows.find(({ name }) => name === workload.name);
    if (measured !== undefined) return [measured];
    return stored === undefined ? [] : [{ workload, checksum: stored.checksum, entries: stored.entries }];
  });
  return { circumstances, rows: merged };
}

/** Writes results as JSON. */
export function store({ circumstances, rows }: Results, file: string): void {
  const stored: StoredRow[] = rows.map(({ workload: { name, title, unit }, checksum, entries }) => ({
    name,
    title,
    unit,
    checksum,
    entries,
  }));
  writeFileSync(file, `${JSON.stringify({ circumstances, rows: stored }, null, 2)}\n`);
}
