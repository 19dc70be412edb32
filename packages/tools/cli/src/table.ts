import Table from "cli-table3";
import { colors } from "./colors.ts";
import { cut, widthOf } from "./text-width.ts";

/** A column of a table. */
export interface Column<T> {
  readonly title: string;
  readonly text: (row: T) => string;
  /** Whether the column is cut if the table is wider than the terminal. */
  readonly isFlexible?: boolean;
  readonly color?: (text: string) => string;
}

const GAP = 2;

/** Columns are not cut below so many characters. */
const LEAST = 8;

/** No lines, only gaps between the columns. */
const CHARS = Object.fromEntries(
  ["top", "bottom", "mid", "left", "right", "middle"]
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .map((name) => [name, ""]),
);

/** The width of the terminal, in characters. */
export function terminalWidth(): number {
  // Some terminals have 0 columns, such as those of containers.
  return process.stdout.columns || Number(process.env.COLUMNS) || 120;
}

/** Returns rows as a table that is at most `width` characters wide. */
export function tableOf<T>(columns: readonly Column<T>[], rows: readonly T[], width: number): string {
  const texts = rows.map((row) => columns.map(({ text }) => text(row).replaceAll(/\s+/g, " ")));
  const widths = columns.map(({ title }, i) => texts.reduce((most, cells) => Math.max(most, widthOf(cells[i]!)), title.length) + GAP);
  fit(columns, widths, width);
  const table = new Table({
    head: columns.map(({ title }) => colors.dim(title)),
    colWidths: widths,
    chars: { ...CHARS, "top-mid": "", "mid-mid": "", "bottom-mid": "" } as never,
    style: { head: [], border: [], "padding-left": 0, "padding-right": GAP },
  });
  for (const cells of texts) table.push(cells.map((cell, i) => (columns[i]!.color ?? String)(cut(cell, widths[i]! - GAP))));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Narrows the widest flexible columns until the table fits. */
function fit<T>(columns: readonly Column<T>[], widths: number[], width: number): void {
  let excess = widths.reduce((sum, each) => sum + each, 0) - width;
  while (excess > 0) {
    const candidates = widths.map((each, i) => (columns[i]!.isFlexible === true && each > LEAST + GAP ? each : 0));
    const widest = Math.max(...candidates);
    if (widest === 0) return;
    const at = candidates.indexOf(widest);
    const second = Math.max(LEAST + GAP, ...candidates.filter((_, i) => i !== at));
    const taken = Math.min(excess, Math.max(widest - second, 1));
    widths[at]! -= taken;
    excess -= taken;
  }
}
