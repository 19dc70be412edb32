import {
  type Coroutine,
  createTask,
  futureAddToAwaitedBy,
  futureDiscardFromAwaitedBy,
  captureCallGraph,
  createEagerTaskFactory,
  currentTask,
  Future,
  getRunningLoop,
  HostLoop,
  sleep,
  staggeredRace,
  Task,
} from "@asyncio-ts/tasks";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { test } from "@asyncio-ts/testing/vitest";
import { expect } from "vitest";
import { now } from "./running-loop.ts";

function* fails(ms: number): Coroutine<never> {
  yield* sleep(ms);
  throw new RangeError(`failed after ${ms}`);
}

// CPython: test_staggered.test_empty
test("staggeredRace() of no function has no winner", function* () {
  expect(yield* staggeredRace([], null)).toEqual([null, null, []]);
});

// CPython: test_staggered.test_one_successful
test("staggeredRace() of one function that returns has it as the winner", function* () {
  expect(yield* staggeredRace([() => sleep(10, "a")], null)).toEqual(["a", 0, [null]]);
});

// CPython: test_staggered.test_first_error_second_successful
// CPython: test_staggered.test_long_delay_early_failure
test("staggeredRace() starts the next function as soon as the previous one has failed", function* () {
  const [winner, index, errors] = yield* staggeredRace<string>([() => fails(5), () => sleep(10, "b")], 1000);
  expect([winner, index, now()]).toEqual(["b", 1, 15]);
  expect(errors).toEqual([new RangeError("failed after 5"), null]);
});

// CPython: test_staggered.test_first_timeout_second_successful
test("staggeredRace() starts the next function after the delay, and cancels the losers", function* () {
  const [winner, index, errors] = yield* staggeredRace([() => sleep(1000, "a"), () => sleep(10, "b")], 100);
  expect([winner, index, now()]).toEqual(["b", 1, 110]);
  expect(errors.map(String)).toEqual(["CancelledError", "null"]);
});

// CPython: test_staggered.test_none_successful
test("staggeredRace() of functions that all fail has no winner, and all errors", function* () {
  expect(yield* staggeredRace([() => fails(1), () => fails(2)], null)).toEqual([
    null,
    null,
    [new RangeError("failed after 1"), new RangeError("failed after 2")],
  ]);
});

// CPython: test_staggered.test_multiple_winners
test("staggeredRace() of two functions that return in one pass has the first as the winner", function* () {
  const [winner, index] = yield* staggeredRace([() => sleep(10, "a"), () => sleep(5, "b")], 5);
  expect([winner, index]).toEqual(["a", 0]);
});

// CPython: test_staggered.test_cancelled
test("cancelling staggeredRace() cancels what it started", function* () {
  const race = createTask(() => staggeredRace([() => sleep(1000), () => sleep(1000)], 1));
  yield* sleep(5);
  race.cancel();
  yield* thrown(race);
  expect([race.cancelled(), now()]).toEqual([true, 5]);
});

test("futureAddToAwaitedBy() shows a wait in the call graph until futureDiscardFromAwaitedBy()", function* () {
  const future = new Future<void>();
  const self = currentTask()!;
  const awaiters = () => captureCallGraph(future)!.awaitedBy.map((graph) => graph.future === self);
  futureAddToAwaitedBy(future, self);
  futureAddToAwaitedBy(future, self);
  expect(awaiters()).toEqual([true]);
  futureDiscardFromAwaitedBy(future, self);
  futureDiscardFromAwaitedBy(future, self);
  expect(awaiters()).toEqual([]);
});

test("createEagerTaskFactory() makes tasks of its own class that begin at once", function* () {
  class Own<T> extends Task<T> {}
  const began: string[] = [];
  getRunningLoop().setTaskFactory(createEagerTaskFactory((startable, options) => new Own(startable, options)));

  const task = createTask(function* () {
    began.push("child");
    yield* sleep(1);
  });
  expect(began).toEqual(["child"]);
  expect(task).toBeInstanceOf(Own);
  yield* task;
});

// An edition for pages keeps no registry of loops.
test.skipIf(on("Chromium"))("the registry of loops holds the open loops of the thread", function* () {
  const loops = () => Array.from((globalThis as Record<symbol, any>)[Symbol.for("asyncio-ts/1 loops")], (ref: any) => ref.deref());
  const loop = new HostLoop();
  expect(loops().includes(loop)).toBe(true);
  loop.close();
  expect(loops().includes(loop)).toBe(false);

  expect(loops().includes(getRunningLoop())).toBe(true);
});
