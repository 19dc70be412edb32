import { Barrier } from "@asyncio-ts/sync";
import { createTask, gather, getRunningLoop } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { expect, test as plain } from "vitest";
import { passes } from "./passes.ts";
import { startTasks } from "./start-tasks.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

plain("a new barrier has no waiters, is not broken, and reports its parties", () => {
  const barrier = new Barrier(5);
  expect([barrier.parties, barrier.nWaiting, barrier.broken]).toEqual([5, 0, false]);
});

// CPython: test_locks.BarrierTests.test_barrier
test("awaiting a barrier itself throws a TypeError", function* () {
  expect(yield* thrown(new Barrier(2) as never)).toBeInstanceOf(TypeError);
});

// CPython: test_locks.BarrierTests.test_filling_one_task
// CPython: test_locks.BarrierTests.test_filling_one_task_twice
test("barrier.wait() with a single party returns 0 without a pass", function* () {
  const barrier = new Barrier(1);
  let passed = false;
  getRunningLoop().callSoon(() => (passed = true));
  expect(yield* barrier.wait()).toBe(0);
  expect(yield* barrier.wait()).toBe(0);
  expect([barrier.nWaiting, barrier.broken, passed]).toEqual([0, false, false]);
});

// CPython: test_locks.BarrierTests.test_filling_task_by_task
test("barrier.nWaiting counts the waiting tasks, and is 0 after the barrier has filled", function* () {
  const barrier = new Barrier(3);
  const tasks = [createTask(barrier.wait())];
  yield* passes();
  expect(barrier.nWaiting).toBe(1);
  tasks.push(createTask(barrier.wait()));
  yield* passes();
  expect(barrier.nWaiting).toBe(2);
  tasks.push(createTask(barrier.wait()));
  yield* gather(...tasks);
  expect([barrier.nWaiting, barrier.broken]).toEqual([0, false]);
});

// CPython: test_locks.BarrierTests.test_context_manager
test("rule 29: barrier.wait() returns indices in order of arrival, in each round", function* () {
  const barrier = new Barrier(3);
  expect(yield* gather(...startTasks(3, () => barrier.wait()))).toEqual([0, 1, 2]);
  expect(yield* gather(...startTasks(3, () => barrier.wait()))).toEqual([0, 1, 2]);
});

test("rule 29: barrier.wait() of the last party returns without a pass; the others go on in the next pass", function* () {
  const barrier = new Barrier(3);
  const others = startTasks(2, () => barrier.wait());
  yield* passes();
  let passed = false;
  getRunningLoop().callSoon(() => (passed = true));
  expect(yield* barrier.wait()).toBe(2);
  expect(passed).toBe(false);
  expect(others.map((task) => task.done())).toEqual([false, false]);
  yield* passes();
  expect(others.map((task) => task.result())).toEqual([0, 1]);
});

// CPython: test_locks.BarrierTests.test_filling_tasks_wait_twice
test("the same tasks can meet at a barrier several times, and stay in step", function* () {
  const barrier = new Barrier(5);
  const log: number[] = [];
  function* visit() {
    for (const round of [1, 2, 3]) {
      yield* barrier.wait();
      log.push(round);
    }
  }
  yield* gather(...startTasks(5, visit));
  expect(log).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3]);
  expect([barrier.nWaiting, barrier.broken]).toEqual([0, false]);
});

// CPython: test_locks.BarrierTests.test_filling_tasks_check_return_value
test("barrier.wait() returns a distinct index to each task in the second round too", function* () {
  const barrier = new Barrier(5);
  function* visit() {
    yield* barrier.wait();
    return yield* barrier.wait();
  }
  const indices = yield* gather(...startTasks(5, visit));
  expect(new Set(indices)).toEqual(new Set([0, 1, 2, 3, 4]));
});

// CPython: test_locks.BarrierTests.test_draining_state
test("a full barrier is draining until the last task has left", function* () {
  const barrier = new Barrier(5);
  const draining: boolean[] = [];
  function* visit() {
    yield* barrier.wait();
    draining.push(String(barrier).includes("draining"));
  }
  yield* gather(...startTasks(5, visit));
  expect(draining).toEqual([true, true, true, true, false]);
});

// CPython: test_locks.BarrierTests.test_blocking_tasks_while_draining
test("barrier.wait() during draining joins the next round, with distinct indices", function* () {
  const barrier = new Barrier(5);
  const others = new Barrier(3);
  let again = 2;
  function* visit() {
    yield* barrier.wait();
    if (again-- > 0) return yield* barrier.wait();
    yield* others.wait();
    return yield* barrier.wait();
  }
  const indices = yield* gather(...startTasks(5, visit));
  expect(new Set(indices)).toEqual(new Set([0, 1, 2, 3, 4]));
});

// CPython: test_locks.BarrierTests.test_reset_barrier
test("rule 29: barrier.reset() without waiters changes nothing", function* () {
  const barrier = new Barrier(1);
  yield* barrier.reset();
  expect(String(barrier)).toBe("<Barrier [filling, waiters:0/1]>");
});

// CPython: test_locks.BarrierTests.test_repr
test("String(barrier) shows the state, the number of waiters and the number of parties", function* () {
  const barrier = new Barrier(5);
  expect(String(barrier)).toBe("<Barrier [filling, waiters:0/5]>");
  const tasks = startTasks(2, () => barrier.wait());
  yield* passes();
  expect(String(barrier)).toBe("<Barrier [filling, waiters:2/5]>");
  tasks.push(...startTasks(3, () => barrier.wait()));
  yield* passes();
  expect(String(barrier)).toBe("<Barrier [draining, waiters:0/5]>");
  tasks.push(...startTasks(2, () => barrier.wait()));
  yield* barrier.reset();
  expect(String(barrier)).toBe("<Barrier [resetting, waiters:0/5]>");
  yield* passes();
  yield* barrier.abort();
  expect(String(barrier)).toBe("<Barrier [broken]>");
  yield* passes(5);
  expect(tasks.map((task) => task.done())).toEqual(tasks.map(() => true));
  for (const task of tasks) task.exception();
});
