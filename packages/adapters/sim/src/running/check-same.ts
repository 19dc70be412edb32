import { describeFailure } from "@asyncio-ts/testing/lowlevel";
import { KIND_NAMES } from "./decider.ts";
import { COUNTS, type SimulatedRun } from "./simulated-run.ts";

/** Checks that two runs with equal choices were the same. @throws Error with the first difference */
export function checkSame(first: SimulatedRun<unknown>, second: SimulatedRun<unknown>): void {
  const line = first.timeline === null || second.timeline === null ? null : first.timeline.differsAt(second.timeline);
  if (line !== null) {
    const [before, after] = [first, second].map(({ timeline }) => timeline!.lines[line]?.trim() ?? "nothing more");
    throw notDeterministic(`event ${line + 1} of the timeline was "${before}" in one run, and "${after}" in the next`);
  }
  const length = Math.max(first.counts.length, second.counts.length);
  for (let at = 0; at < length; at++) {
    const [before, after] = [first.counts[at], second.counts[at]];
    if (before !== after) throw notDeterministic(`choice ${at + 1} was ${describe(before)} in one run, and ${describe(after)} in the next`);
  }
  if (first.steps !== second.steps) throw notDeterministic(`one run took ${first.steps} steps, and the next ${second.steps}`);
  const [before, after] = [describeFailure(first.failure), describeFailure(second.failure)];
  if (before !== after) throw notDeterministic(`one run ended with ${before}, and the next with ${after}`);
}

function describe(count: number | undefined): string {
  return count === undefined ? "not made" : `${KIND_NAMES[Math.floor(count / COUNTS)]} of ${count % COUNTS}`;
}

function notDeterministic(difference: string): Error {
  return new Error(
    `simulate: the program is not deterministic: ${difference}. ` +
      "Look for state that outlives a run, and for modules of the host that are no globals, such as node:crypto: build all state inside the scenario",
  );
}
