import { setChooser } from "@asyncio-ts/loop/lowlevel";
import { createTask, getRunningLoop, run, TimeoutError, wait, waitFor } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import * as fc from "fast-check";
import type { Use, Watched } from "./watched.ts";

/** One use of one of the primitives, given up after a time. */
interface Step extends Use {
  which: number;
  limit: number;
}

export interface Program {
  /** What each task does. */
  tasks: Step[][];
  /** Cancels from outside: which task, and when. */
  cancels: { task: number; at: number }[];
  /** What is picked where several next steps are legal, over and over; nothing is asyncio's order. */
  picks: readonly number[];
}

const step = fc.record({
  which: fc.nat(10),
  kind: fc.nat(31),
  hold: fc.nat(3),
  strike: fc.nat(4),
  limit: fc.oneof({ weight: 3, arbitrary: fc.constant(9) }, { weight: 2, arbitrary: fc.nat(4) }),
});

/** Programs of up to eight tasks, in asyncio's order or in any legal one. */
export const programs: fc.Arbitrary<Program> = fc.record({
  tasks: fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 8 }),
  cancels: fc.array(fc.record({ task: fc.nat(7), at: fc.nat(6) }), { maxLength: 4 }),
  picks: fc.oneof(fc.constant<number[]>([]), fc.array(fc.nat(5), { minLength: 1, maxLength: 30 })),
});

/** Runs a program; throws what does not hold. */
export function perform(program: Program, make: (inOrder: boolean) => Watched[]): void {
  const { picks } = program;
  const loop = new VirtualLoop();
  let choices = 0;
  if (picks.length > 0) setChooser(loop, (_, alternatives) => picks[choices++ % picks.length]! % alternatives.length);
  const watched = make(picks.length === 0);
  let failure: { error: unknown } | null = null;
  loop.addInstrument({
    // A slice of this loop ends when nothing is left to do but to wait for time.
    sliceEnded() {
      try {
        for (const one of watched) one.quiet();
      } catch (error) {
        failure ??= { error };
      }
    },
  });
  run(() => main(program, watched), { loop });
  if (failure !== null) throw (failure as { error: unknown }).error;
}

function* main({ tasks, cancels }: Program, watched: Watched[]) {
  const started = tasks.map((steps) =>
    createTask(function* () {
      for (const step of steps) yield* limited(step, watched[step.which % watched.length]!);
    }),
  );
  for (const { task, at } of cancels) getRunningLoop().callLater(at, () => started[task]?.cancel());
  if (started.length > 0) yield* wait(started);
  for (const task of started) if (!task.cancelled()) task.result();
  for (const one of watched) yield* one.over();
}

function* limited(step: Step, watched: Watched) {
  try {
    yield* waitFor(watched.use(step), step.limit);
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
  }
}
