import { type PeerName, peers } from "./peers.ts";
import type { Results } from "./results.ts";
import { comparisonTable } from "./table.ts";

export const SPEED = "## Speed";

/** The rows of docs/comparison.md, with their titles in plain words. */
const titles: Record<string, string> = {
  "switch-1000": "switch between 1,000 tasks",
  "spawn-1000": "start a task and await it",
  "wait-for": "a time limit around a quick operation",
  cancel: "cancel a waiting task with a `finally`",
  lock: "a contended lock",
  "effection-recursion": "Effection's recursion benchmark",
  "effection-events": "Effection's events benchmark",
  "parked-1000000": "bytes of a waiting task",
};

const columns: PeerName[] = [
  "asyncio-ts",
  "asyncio-ts-marked",
  "native-abort",
  "effect",
  "effection",
  "rxjs",
  "redux-saga",
  "abort-controller-x",
  "caf",
];

/** Returns the section of docs/comparison.md about speed, without its heading. */
export function speedText({ rows, environment }: Results): string {
  return `Cost beside native promises that do the same work on Node ${environment.node}: 1× is the same, less is better. [Benchmarks](benchmarks.md) has all rows and the method.

${comparisonTable(rows, titles, columns)}

*${peers["asyncio-ts-marked"]}* are coroutines of functions wrapped in \`coroutine(…)\`.`;
}
