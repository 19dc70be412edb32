import type { Difference } from "./difference.ts";
import type { Program } from "./language/program.ts";

/** The numbers of events that are shown before the first difference, and from it on. */
const EVENTS_BEFORE = 3;
const EVENTS_AFTER = 12;

/** Returns the program and both traces, from shortly before the first difference. */
export function report({ program, expected, actual, index }: Difference): string {
  return [
    ...listing(program),
    ...events("both      ", expected.slice(Math.max(index - EVENTS_BEFORE, 0), index)),
    ...events("CPython   ", expected.slice(index, index + EVENTS_AFTER)),
    ...events("asyncio-ts", actual.slice(index, index + EVENTS_AFTER)),
  ].join("\n");
}

/** Returns the lines of a program, one for each statement of its body. */
export function listing({ body, ...settings }: Program): string[] {
  return [`program ${JSON.stringify(settings)}`, ...body.map((statement) => `  ${JSON.stringify(statement)}`)];
}

function events(side: string, trace: unknown[][]): string[] {
  return trace.length === 0 ? [`${side} (nothing)`] : trace.map((event) => `${side} ${JSON.stringify(event)}`);
}
