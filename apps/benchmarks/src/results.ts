import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { Environment } from "./environment.ts";
import type { Row } from "./row.ts";
import { allWorkloads } from "./workloads.ts";

/** Measurements, and the environment in which they were made. */
export interface Results {
  environment: Environment;
  rows: Row[];
  /** The cost of the seams, as Markdown, if it was measured. */
  seams?: string | undefined;
  /** The figures of many tasks at the same time, as Markdown, if they were measured. */
  manyTasks?: string | undefined;
}

interface Stored extends Omit<Results, "rows"> {
  rows: StoredRow[];
}

/** A row in a file: the name of the workload, and its title and unit for readers. */
interface StoredRow extends Omit<Row, "workload"> {
  name: string;
  title: string;
  unit: string;
}

/** Adds the earlier results in a file that were not measured again, if the environment is the same. */
export function withEarlier(results: Results, file: string): Results {
  if (!existsSync(file)) return results;
  const earlier = load(file);
  if (!isDeepStrictEqual(earlier.environment, results.environment)) return results;
  const measured = new Set(results.rows.map(({ workload }) => workload));
  const both = [...results.rows, ...earlier.rows.filter(({ workload }) => !measured.has(workload))];
  const rows = allWorkloads.flatMap((workload) => both.filter((row) => row.workload === workload));
  return { ...earlier, ...results, rows };
}

/** Reads results from a file. Rows of unknown workloads are left out. */
export function load(file: string): Results {
  const { rows, ...rest } = JSON.parse(readFileSync(file, "utf8")) as Stored;
  const known = allWorkloads.flatMap((workload) => {
    const stored = rows.find(({ name }) => name === workload.name);
    return stored === undefined ? [] : [{ workload, checksum: stored.checksum, entries: stored.entries }];
  });
  return { ...rest, rows: known };
}

/** Writes results to a file, as JSON. */
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
