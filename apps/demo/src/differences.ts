import { mask, toTypeScript } from "./masks.ts";
import type { Line, Recording } from "./recording.ts";

/** A line or warning that differs. The side without it is undefined. */
export interface Difference {
  cpython: string | undefined;
  here: string | undefined;
}

/** Returns the lines of a live program without their times, which differ from play to play. */
export function withoutTimes({ printed, warnings }: Recording): Recording {
  return { printed: printed.map(({ text }) => ({ at: 0, text })), warnings };
}

/** Compares an output with a recording of CPython: the lines, their times, and the warnings. */
export function differences(cpython: Recording, here: Recording): Difference[] {
  return [
    ...differingRows(
      cpython.printed.map((line) => withTime(line, toTypeScript(mask(line.text)))),
      here.printed.map((line) => withTime(line, mask(line.text))),
    ),
    // The order of the warnings depends on the garbage collector of CPython.
    ...differingRows(cpython.warnings.map((text) => toTypeScript(mask(text))).sort(), here.warnings.map(mask).sort()),
  ];
}

function withTime(line: Line, text: string): string {
  return `${(line.at / 1000).toFixed(3)} s  ${text}`;
}

function differingRows(cpython: string[], here: string[]): Difference[] {
  return Array.from({ length: Math.max(cpython.length, here.length) }, (_, row) => ({
    cpython: cpython[row],
    here: here[row],
  })).filter((row) => row.cpython !== row.here);
}
