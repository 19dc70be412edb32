import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { markdownTable } from "markdown-table";
import { formatNumber } from "../number-format.ts";
import { buildAt } from "./revision.ts";
import { Turns } from "./turns.ts";

/** The rows that CI compares. */
export const comparedRows: readonly string[] = ["switch-1000", "spawn-1000", "queue-1", "promise", "cancel"];

/** A ratio that differs less from 1 means nothing, however small the noise is. */
const SMALL = 0.03;

/** The rounds of turns that a row gets at most, while it is slower than allowed: a disturbance ends, a regression does not. */
const MOST_ROUNDS = 4;

/**
 * Compares the working tree with a revision: both builds take turns on one core.
 *
 * @param turns the processes of each build for a row
 * @param allowed the largest ratio that a row may have
 * @param onRow receives each finished row
 * @returns the names of the rows that are slower than allowed, by more than the noise
 */
export async function compareWith(
  revision: string,
  rows: readonly string[],
  turns: number,
  allowed: number,
  onRow: (row: Turns) => void,
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "against-"));
  try {
    const before = await buildAt(revision, join(folder, "before"));
    const now = await buildAt(null, join(folder, "now"));
    const measured = rows.map((workload) => {
      const row = new Turns(workload, before, now);
      for (let round = 0; round < MOST_ROUNDS; round++) {
        row.take(turns);
        if (!isSlower(row, allowed)) break;
      }
      onRow(row);
      return row;
    });
    return measured.filter((row) => isSlower(row, allowed)).map(({ workload }) => workload);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isSlower({ ratio, noise }: Turns, allowed: number): boolean {
  return ratio > Math.max(allowed, 1 + noise);
}

/** Returns the rows as a table that says which moved by more than the noise. */
export function turnsTable(rows: readonly Turns[]): string {
  const body = rows.map((row) => [
    row.workload,
    formatNumber(row.least.before),
    formatNumber(row.least.now),
    row.ratio.toFixed(2),
    `${(row.noise * 100).toFixed(0)} %`,
    Math.abs(row.ratio - 1) <= Math.max(row.noise, SMALL) ? "" : row.ratio > 1 ? "slower" : "faster",
  ]);
  return markdownTable([["row", "before, ns", "now, ns", "ratio", "noise", ""], ...body], { align: ["l", "r", "r", "r", "r", "l"] });
}
