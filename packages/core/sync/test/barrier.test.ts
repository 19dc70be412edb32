import { Barrier } from "@asyncio-ts/sync";
import { createTask, gather, getRunningLoop } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { passes } from "./passes.ts";
import { start } from "./start.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

test("a barrier is empty and whole at first, and knows its parties", () => {
  const barrier = new Barrier(5);
  expect([barrier.parties, barrier.nWaiting, barrier.broken]).toEqual([5, 0, false]);
});

// CPython: test_locks.BarrierTests.test_barrier
test("a barrier can't be awaited itself", () => {
  virtually(function* () {
    expect(yield* thrown(new Barrier(2) as never)).toBeInstanceOf(TypeError);
  });
});

// CPython: test_locks.BarrierTests.test_filling_one_task
// CPython: test_locks.BarrierTests.test_filling_one_task_twice
test("a barrier of one lets everyone through at once", () => {
  virtually(function* () {
    const barrier = new Barrier(1);
    let passed = false;
    getRunningLoop().callSoon(() => (passed = true));
    expect(yield* barrier.wait()).toBe(0);
    expect(yield* barrier.wait()).toBe(0);
    expect([barrier.nWaiting, barrier.broken, passed]).toEqual([0, false, false]);
  });
});

// CPython: test_locks.BarrierTests.test_filling_task_by_task
test("nWaiting counts those who wait, one by one", () => {
  virtually(function* () {
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
});

// CPython: test_locks.BarrierTests.test_context_manager
test("rule 29: indices are given by arrival", () => {
  virtually(function* () {
    const barrier = new Barrier(3);
    expect(yield* gather(...start(3, () => barrier.wait()))).toEqual([0, 1, 2]);
    expect(yield* gather(...start(3, () => barrier.wait()))).toEqual([0, 1, 2]);
  });
});

test("rule 29: the last party does not wait", () => {
  virtually(function* () {
    const barrier = new Barrier(3);
    const others = start(2, () => barrier.wait());
    yield* passes();
    let passed = false;
    getRunningLoop().callSoon(() => (passed = true));
    expect(yield* barrier.wait()).toBe(2);
    expect(passed).toBe(false);
    expect(others.map((task) => task.done())).toEqual([false, false]);
    yield* passes();
    expect(others.map((task) => task.result())).toEqual([0, 1]);
  });
});

// CPython: test_locks.BarrierTests.test_filling_tasks_wait_twice
test("the same tasks pass it again and again", () => {
  virtually(function* () {
    const barrier = new Barrier(5);
    const log: number[] = [];
    function* visit() {
      for (const round of [1, 2, 3]) {
        yield* barrier.wait();
        log.push(round);
      }
    }
    yield* gather(...start(5, visit));
    expect(log).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3]);
    expect([barrier.nWaiting, barrier.broken]).toEqual([0, false]);
  });
});

// CPython: test_locks.BarrierTests.test_filling_tasks_check_return_value
test("the second time too, each gets an index of its own", () => {
  virtually(function* () {
    const barrier = new Barrier(5);
    function* visit() {
      yield* barrier.wait();
      return yield* barrier.wait();
    }
    const indices = yield* gather(...start(5, visit));
    expect(new Set(indices)).toEqual(new Set([0, 1, 2, 3, 4]));
  });
});

// CPython: test_locks.BarrierTests.test_draining_state
test("it is draining until the last one has left", () => {
  virtually(function* () {
    const barrier = new Barrier(5);
    const draining: boolean[] = [];
    function* visit() {
      yield* barrier.wait();
      draining.push(String(barrier).includes("draining"));
    }
    yield* gather(...start(5, visit));
    expect(draining).toEqual([true, true, true, true, false]);
  });
});

// CPython: test_locks.BarrierTests.test_blocking_tasks_while_draining
test("who comes while it drains waits until it is empty", () => {
  virtually(function* () {
    const barrier = new Barrier(5);
    const others = new Barrier(3);
    let again = 2;
    function* visit() {
      yield* barrier.wait();
      if (again-- > 0) return yield* barrier.wait();
      yield* others.wait();
      return yield* barrier.wait();
    }
    const indices = yield* gather(...start(5, visit));
    expect(new Set(indices)).toEqual(new Set([0, 1, 2, 3, 4]));
  });
});

// CPython: test_locks.BarrierTests.test_reset_barrier
test("rule 29: reset() of an empty barrier changes nothing", () => {
  virtually(function* () {
    const barrier = new Barrier(1);
    yield* barrier.reset();
    expect(String(barrier)).toBe("<Barrier [filling, waiters:0/1]>");
  });
});

// CPython: test_locks.BarrierTests.test_repr
test("a barrier's text shows its state, and how many wait for how many", () => {
  virtually(function* () {
    const barrier = new Barrier(5);
    expect(String(barrier)).toBe("<Barrier [filling, waiters:0/5]>");
    const tasks = start(2, () => barrier.wait());
    yield* passes();
    expect(String(barrier)).toBe("<Barrier [filling, waiters:2/5]>");
    tasks.push(...start(3, () => barrier.wait()));
    yield* passes();
    expect(String(barrier)).toBe("<Barrier [draining, waiters:0/5]>");
    tasks.push(...start(2, () => barrier.wait()));
    yield* barrier.reset();
    expect(String(barrier)).toBe("<Barrier [resetting, waiters:0/5]>");
    yield* passes();
    yield* barrier.abort();
    expect(String(barrier)).toBe("<Barrier [broken]>");
    yield* passes(5);
    expect(tasks.map((task) => task.done())).toEqual(tasks.map(() => true));
    for (const task of tasks) task.exception();
  });
});
