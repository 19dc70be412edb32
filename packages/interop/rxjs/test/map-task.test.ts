import { concatMapTask, exhaustMapTask, type MapTask, mergeMapTask, switchMapTask } from "@asyncio-ts/rxjs";
import { sleep } from "@asyncio-ts/tasks";
import * as fc from "fast-check";
import { concatMap, exhaustMap, map, mergeMap, type Observable, type OperatorFunction, type SchedulerLike, switchMap, timer } from "rxjs";
import { describe, expect, test } from "vitest";
import { type Build, marbles, timed, underLoop, underTestScheduler } from "./marbles.ts";
import { checked } from "@asyncio-ts/test-helpers/property";

/** The duration of the work on an item in milliseconds, and whether the work fails. */
type Plan = (value: string, index: number) => { ms: number; fails?: boolean };

/** The work as an Observable of RxJS. */
function timers(plan: Plan, scheduler: SchedulerLike): (value: string, index: number) => Observable<string> {
  return (value, index) => {
    const { ms, fails = false } = plan(value, index);
    return timer(ms, scheduler).pipe(map(() => outcome(value, index, fails)));
  };
}

/** The same work as a coroutine. */
function tasks(plan: Plan): MapTask<string, string> {
  return function* (value, index) {
    const { ms, fails = false } = plan(value, index);
    yield* sleep(ms);
    return outcome(value, index, fails);
  };
}

function outcome(value: string, index: number, fails: boolean): string {
  if (fails) throw new Error(`${value} failed`);
  return `${value}${index}`;
}

const pairs: [
  string,
  (plan: Plan, scheduler: SchedulerLike) => OperatorFunction<string, unknown>,
  (plan: Plan) => OperatorFunction<string, unknown>,
][] = [
  ["switchMap", (plan, scheduler) => switchMap(timers(plan, scheduler)), (plan) => switchMapTask(tasks(plan))],
  ["mergeMap", (plan, scheduler) => mergeMap(timers(plan, scheduler)), (plan) => mergeMapTask(tasks(plan))],
  ["mergeMap with concurrency 1", (plan, scheduler) => mergeMap(timers(plan, scheduler), 1), (plan) => mergeMapTask(tasks(plan), 1)],
  ["mergeMap with concurrency 2", (plan, scheduler) => mergeMap(timers(plan, scheduler), 2), (plan) => mergeMapTask(tasks(plan), 2)],
  ["concatMap", (plan, scheduler) => concatMap(timers(plan, scheduler)), (plan) => concatMapTask(tasks(plan))],
  ["exhaustMap", (plan, scheduler) => exhaustMap(timers(plan, scheduler)), (plan) => exhaustMapTask(tasks(plan))],
];

describe.each(pairs)("%s with a coroutine equals the RxJS operator:", (_, theirs, ours) => {
  const long: Plan = (value) => ({ ms: 4, fails: value === "x" });
  const growing: Plan = (value, index) => ({ ms: 10 - 2 * index, fails: value === "x" });

  test.each([
    ["a|", long],
    ["a 9ms b 9ms c|", long],
    ["abc|", long],
    ["abc|", growing],
    ["a-b-c 20ms |", growing],
    ["a 3ms b 3ms c|", long],
    ["a 2ms b 20ms c 2ms d|", long],
    ["(ab)(cd)|", long],
    ["a-x-b|", long],
    ["a 9ms x 9ms b|", long],
    ["a--#", long],
    ["a 9ms #", long],
    ["|", long],
    ["#", long],
    ["a 9ms b 50ms c", long],
  ] as const)("%s", (diagram, plan) => {
    const rxjs: Build = (scheduler) => marbles(diagram, scheduler).pipe(theirs(plan, scheduler));
    const task: Build = (scheduler) => marbles(diagram, scheduler).pipe(ours(plan));
    const trace = underTestScheduler(rxjs, 1000);
    expect(underLoop(task, 1000)).toEqual(trace);
    // The same after an unsubscription at any earlier time.
    for (let until = 0; until < 15; until++) expect(underLoop(task, until)).toEqual(trace.filter(([time]) => time < until));
  });

  test("random diagrams", () => {
    const ms = fc.integer({ min: 1, max: 20 });
    checked(
      fc.property(fc.array(fc.record({ gap: fc.nat(8), ms, fails: fc.nat(9) })), fc.nat(120), fc.boolean(), (items, until, completes) => {
        let frame = 1;
        const messages = items.map(({ gap }, n) => ({ frame: (frame += gap), notification: { kind: "N", value: String(n) } as const }));
        const end = { frame: frame + 3, notification: { kind: completes ? "C" : "E", error: "end" } as never };
        const plan: Plan = (value) => ({ ms: items[Number(value)]!.ms, fails: items[Number(value)]!.fails === 0 });
        const source = (scheduler: SchedulerLike) => timed([...messages, end], scheduler);
        const trace = underTestScheduler((scheduler) => source(scheduler).pipe(theirs(plan, scheduler)), until);
        expect(underLoop((scheduler) => source(scheduler).pipe(ours(plan)), until)).toEqual(trace);
      }),
      200,
    );
  });
});

test("operators throw a TypeError for a coroutine object", () => {
  for (const operator of [switchMapTask, mergeMapTask, concatMapTask, exhaustMapTask]) {
    expect(() => operator(sleep(1) as never)).toThrow(`${operator.name}: a function* was expected, got`);
  }
});

test("operators throw a TypeError for an async function", () => {
  for (const operator of [switchMapTask, mergeMapTask, concatMapTask, exhaustMapTask]) {
    expect(() => operator(async function work() {} as never)).toThrow(
      new TypeError(`${operator.name}: a function* was expected, got async function work`),
    );
  }
});

test("mergeMapTask() throws a RangeError for a concurrency at which no task would run", () => {
  for (const concurrency of [0, -1, NaN, 1.5, null, "2"]) {
    expect(() => mergeMapTask(() => sleep(1), concurrency as never)).toThrow(
      /^mergeMapTask: concurrency must be a whole number above 0, or Infinity, got /,
    );
  }
});
