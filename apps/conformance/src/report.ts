import type { Difference } from "./difference.ts";
import type { Program } from "./language/program.ts";

/** Events that are shown before the first difference, and from it on. */
const before = 3;
const after = 12;

/** The program, then both traces from the first difference on. */
export function report({ program, expected, actual, at }: Difference): string {
  return [
    ...listing(program),
    ...events("both      ", expected.slice(Math.max(at - before, 0), at)),
    ...events("CPython   ", expected.slice(at, at + after)),
    ...events("asyncio-ts", actual.slice(at, at + after)),
  ].join("\n");
}

/** A program, one statement of its body a line. */
export function listing({ body, ...settings }: Program): string[] {
  return [`program ${JSON.stringify(settings)}`, ...body.map((statement) => `  ${JSON.stringify(statement)}`)];
}

function events(side: string, trace: unknown[][]): string[] {
  return trace.length === 0 ? [`${side} (nothing)`] : trace.map((event) => `${side} ${JSON.stringify(event)}`);
}
