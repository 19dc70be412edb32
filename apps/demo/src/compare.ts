import { inTypeScript, mask } from "./masks.ts";
import type { Line, Recording } from "./recording.ts";

/** A place where CPython and this performance part. The side that has nothing there is undefined. */
export interface Difference {
  cpython: string | undefined;
  here: string | undefined;
}

/** Where a performance differs from CPython's: in a line, in its time, in a warning. */
export function differences(cpython: Recording, here: Recording): Difference[] {
  return [
    ...unequal(
      cpython.printed.map((line) => timed(line, inTypeScript(mask(line.text)))),
      here.printed.map((line) => timed(line, mask(line.text))),
    ),
    // When a warning comes, and in which order, is up to the garbage collector there.
    ...unequal(cpython.warnings.map((text) => inTypeScript(mask(text))).sort(), here.warnings.map(mask).sort()),
  ];
}

function timed(line: Line, text: string): string {
  return `${(line.at / 1000).toFixed(3)} s  ${text}`;
}

function unequal(cpython: string[], here: string[]): Difference[] {
  return Array.from({ length: Math.max(cpython.length, here.length) }, (_, row) => ({
    cpython: cpython[row],
    here: here[row],
  })).filter((row) => row.cpython !== row.here);
}
