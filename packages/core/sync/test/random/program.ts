import { setChooser } from "@asyncio-ts/loop/lowlevel";
import { createTask, getRunningLoop, run, TimeoutError, wait, waitFor } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import * as fc from "fast-check";
import type { Action, Harness } from "./harness.ts";

/** An action on one of the primitives, with a time limit in milliseconds. */
interface LimitedAction extends Action {
  target: number;
  limit: number;
}

export interface Program {
  /** The actions of each task. */
  tasks: LimitedAction[][];
  /** Cancellations from outside: the task, and the time in milliseconds. */
  cancels: { task: number; at: number }[];
  /** The choices between legal next steps, in a cycle. Empty for asyncio's order. */
  picks: readonly number[];
}

const action = fc.record({
  target: fc.nat(10),
  kind: fc.nat(31),
  hold: fc.nat(3),
  victim: fc.nat(4),
  limit: fc.oneof({ weight: 3, arbitrary: fc.constant(9) }, { weight: 2, arbitrary: fc.nat(4) }),
});

/** Programs of up to eight tasks, in asyncio's order or in any legal one. */
export const programs: fc.Arbitrary<Program> = fc.record({
  tasks: fc.array(fc.array(action, { maxLength: 6 }), { maxLength: 8 }),
  cancels: fc.array(fc.record({ task: fc.nat(7), at: fc.nat(6) }), { maxLength: 4 }),
  picks: fc.oneof(fc.constant<number[]>([]), fc.array(fc.nat(5), { minLength: 1, maxLength: 30 })),
});

/**
 * Runs a program.
 *
 * @param make creates the harnesses; it is told whether ready steps run in the order in which they became ready
 * @throws Error when an invariant is violated
 */
export function runProgram(program: Program, make: (inOrder: boolean) => Harness[]): void {
  const { picks } = program;
  const loop = new VirtualLoop();
  let choices = 0;
  if (picks.length > 0) setChooser(loop, (_, alternatives) => picks[choices++ % picks.length]! % alternatives.length);
  const harnesses = make(picks.length === 0);
  let failure: { error: unknown } | null = null;
  loop.addInstrument({
    // A slice of this loop ends when no task is ready.
    sliceEnded() {
      try {
        for (const harness of harnesses) harness.checkQuiescent();
      } catch (error) {
        failure ??= { error };
      }
    },
  });
  run(() => main(program, harnesses), { loop });
  if (failure !== null) throw (failure as { error: unknown }).error;
}

function* main({ tasks, cancels }: Program, harnesses: Harness[]) {
  const started = tasks.map((actions) =>
    createTask(function* () {
      for (const action of actions) yield* performLimited(action, harnesses[action.target % harnesses.length]!);
    }),
  );
  for (const { task, at } of cancels) getRunningLoop().callLater(at, () => started[task]?.cancel());
  if (started.length > 0) yield* wait(started);
  for (const task of started) if (!task.cancelled()) task.result();
  for (const harness of harnesses) yield* harness.checkFinal();
}

function* performLimited(action: LimitedAction, harness: Harness) {
  try {
    yield* waitFor(harness.perform(action), action.limit);
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
  }
}
