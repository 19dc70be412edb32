// @skip-on Chromium: A page does not have Node's file system.
import * as sync from "@asyncio-ts/sync";
import { ExplorationError, explore } from "@asyncio-ts/testing";
import { cutsOf } from "@asyncio-ts/test-helpers/cut";
import { expect, test } from "vitest";
import { exercises, type Exercise, type Sync } from "./explored/exercises.ts";
import { faults, mutant } from "./explored/mutants.ts";

/** Milliseconds for one exercise: seconds on a free machine, and long enough for a busy one. */
const LIMIT = 180_000;

/** More passes than a task of an exercise takes. */
const PASSES = 7;

/** The most schedules of an exercise with one cancellation. */
const MOST = 100_000;

/** Explores an exercise without a cancellation, and with each task cancelled after each number of passes. */
function exploreAll(tasks: number, exercise: Exercise, module: Sync, deviations: number): boolean {
  return cutsOf([...Array(tasks).keys()], PASSES).every(
    (cut) => explore(() => exercise(module, cut), { strategy: "exhaustive", deviations, runs: MOST }).complete,
  );
}

const named = Object.entries(exercises).flatMap(([name, list]) => list.map((exercise, i) => [name, i + 1, ...exercise] as const));

test.each(named)(
  "%s keeps its promises under all schedules with up to three deviations, exercise %i",
  { timeout: LIMIT },
  (_name, _number, tasks, exercise) => {
    expect(exploreAll(tasks, exercise, sync, 3)).toBe(true);
  },
);

const mutants = Object.entries(faults).flatMap(([name, list]) => Object.entries(list).map(([fault, code]) => [name, fault, code] as const));

test.each(mutants)("%s with the fault: %s, fails under a schedule with up to two deviations", { timeout: LIMIT }, (name, _fault, code) => {
  const module = mutant(code);
  expect(() => {
    for (const [tasks, exercise] of exercises[name]!) exploreAll(tasks, exercise, module, 2);
  }).toThrow(ExplorationError);
});
