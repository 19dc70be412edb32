import { Barrier, BrokenBarrierError } from "@asyncio-ts/sync";
import { type Coroutine, createTask, gather, gatherSettled } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { expect } from "vitest";
import { passes } from "./passes.ts";
import { startTasks } from "./start-tasks.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

/** Waits at a barrier. @returns false if the barrier broke */
function* tryWait(barrier: Barrier): Coroutine<boolean> {
  try {
    yield* barrier.wait();
    return true;
  } catch (error) {
    if (error instanceof BrokenBarrierError) return false;
    throw error;
  }
}

// CPython: test_locks.BarrierTests.test_reset_barrier_while_tasks_waiting
test("rule 29: barrier.reset() breaks the waiting tasks, and the barrier can fill again", function* () {
  const barrier = new Barrier(5);
  const tasks = startTasks(4, () => tryWait(barrier));
  yield* passes();
  yield* barrier.reset();
  expect(yield* gather(...tasks)).toEqual([false, false, false, false]);
  expect(String(barrier)).toBe("<Barrier [filling, waiters:0/5]>");
  expect(yield* gather(...startTasks(5, () => tryWait(barrier)))).toEqual([true, true, true, true, true]);
});

test("rule 29: barrier.wait() during a reset waits until the broken tasks have left, then succeeds", function* () {
  const barrier = new Barrier(2);
  const inside = createTask(tryWait(barrier));
  yield* passes();
  yield* barrier.reset();
  const late = startTasks(2, () => tryWait(barrier));
  expect(yield* gather(inside, ...late)).toEqual([false, true, true]);
});

// CPython: test_locks.BarrierTests.test_reset_barrier_when_tasks_half_draining
test("rule 29: barrier.reset() during draining breaks the tasks that have not left yet", function* () {
  const barrier = new Barrier(5);
  let out = 0;
  function* visit() {
    const through = yield* tryWait(barrier);
    if (through && ++out === 3) yield* barrier.reset();
    return through;
  }
  // The last party leaves first.
  expect(yield* gather(...startTasks(5, visit))).toEqual([true, true, false, false, true]);
  expect(String(barrier)).toBe("<Barrier [filling, waiters:0/5]>");
});

// CPython: test_locks.BarrierTests.test_reset_barrier_when_tasks_half_draining_half_blocking
test("rule 29: barrier.reset() during draining does not break the tasks that wait for the next round", function* () {
  const barrier = new Barrier(5);
  const broken: number[] = [];
  let out = 0;
  function* visit(name: number) {
    if (!(yield* tryWait(barrier))) broken.push(name);
    else if (++out === 3) yield* barrier.reset();
    // All five wait again.
    if (!(yield* tryWait(barrier))) broken.push(10 + name);
  }
  yield* gather(...[0, 1, 2, 3, 4].map((name) => createTask(visit(name))));
  expect(broken).toEqual([2, 3]);
  expect(String(barrier)).toBe("<Barrier [filling, waiters:0/5]>");
});

// CPython: test_locks.BarrierTests.test_reset_barrier_while_tasks_draining
test("rule 29: barrier.reset() by the last task to leave breaks no task, not even tasks that wait again", function* () {
  const barrier = new Barrier(5);
  let out = 0;
  function* visit() {
    yield* barrier.wait();
    if (++out === 5) yield* barrier.reset();
    yield* barrier.wait();
    return yield* tryWait(barrier);
  }
  expect(yield* gather(...startTasks(5, visit))).toEqual([true, true, true, true, true]);
});

// CPython: test_locks.BarrierTests.test_reset_barrier_while_tasks_waiting_and_waiting_again
test("rule 29: tasks broken by barrier.reset() can wait again at once", function* () {
  const barrier = new Barrier(5);
  function* visit() {
    expect(yield* tryWait(barrier)).toBe(false);
    return yield* tryWait(barrier);
  }
  const tasks = startTasks(4, visit);
  yield* passes();
  yield* barrier.reset();
  const fifth = createTask(tryWait(barrier));
  expect(yield* gather(...tasks, fifth)).toEqual([true, true, true, true, true]);
  expect([barrier.nWaiting, barrier.broken]).toEqual([0, false]);
});

test("rule 29: barrier.abort() breaks the waiting tasks and later calls of wait(), until a reset()", function* () {
  const barrier = new Barrier(3);
  const inside = startTasks(2, () => barrier.wait());
  yield* passes();
  yield* barrier.abort();
  expect([barrier.broken, barrier.nWaiting]).toEqual([true, 0]);
  expect(yield* thrown(inside[0]!)).toEqual(new BrokenBarrierError("Abort or reset of barrier"));
  expect(yield* thrown(inside[1]!)).toBeInstanceOf(BrokenBarrierError);
  expect(yield* thrown(barrier.wait())).toEqual(new BrokenBarrierError("Barrier aborted"));
  yield* barrier.reset();
  expect(barrier.broken).toBe(false);
  expect(yield* gather(...startTasks(3, () => barrier.wait()))).toEqual([0, 1, 2]);
});

// CPython: test_locks.BarrierTests.test_abort_barrier
test("rule 29: barrier.abort() breaks a barrier without waiters", function* () {
  const barrier = new Barrier(1);
  yield* barrier.abort();
  expect([barrier.nWaiting, barrier.broken]).toEqual([0, true]);
});

// CPython: test_locks.BarrierTests.test_abort_barrier_when_tasks_half_draining_half_blocking
test("rule 29: barrier.abort() during draining breaks the tasks that have not left and those of the next round", function* () {
  const barrier = new Barrier(5);
  const [whileDraining, whileBlocked]: number[][] = [[], []];
  let out = 0;
  function* visit(name: number) {
    const through = yield* tryWait(barrier);
    if (!through) whileDraining!.push(name);
    else if (++out > 2) yield* barrier.abort();
    else if (!(yield* tryWait(barrier))) whileBlocked!.push(name);
  }
  yield* gather(...[0, 1, 2, 3, 4].map((name) => createTask(visit(name))));
  expect([whileDraining, whileBlocked]).toEqual([
    [2, 3],
    [4, 0],
  ]);
  expect([barrier.broken, barrier.nWaiting]).toEqual([true, 0]);
});

/** Waits twice. The party of index 2 aborts the barrier in between. */
function* waitTwice(barrier: Barrier): Coroutine<"through" | "aborted" | "broken"> {
  try {
    if ((yield* barrier.wait()) === 2) {
      yield* barrier.abort();
      return "aborted";
    }
    yield* barrier.wait();
    return "through";
  } catch (error) {
    if (error instanceof BrokenBarrierError) return "broken";
    throw error;
  }
}

// CPython: test_locks.BarrierTests.test_abort_barrier_when_exception
test("rule 29: barrier.abort() by one party breaks the others, inside wait() or at their next wait()", function* () {
  const barrier = new Barrier(5);
  expect(yield* gather(...startTasks(5, () => waitTwice(barrier)))).toEqual(["broken", "broken", "aborted", "broken", "broken"]);
  expect([barrier.broken, barrier.nWaiting]).toEqual([true, 0]);
});

// CPython: test_locks.BarrierTests.test_abort_barrier_when_exception_then_resetting
test("rule 29: barrier.reset() makes an aborted barrier usable again once all tasks have left", function* () {
  const [barrier, meeting] = [new Barrier(5), new Barrier(5)];
  function* visit() {
    const first = yield* waitTwice(barrier);
    // All tasks meet before the reset, so that none is inside, and after it, so that none waits too early.
    if ((yield* meeting.wait()) === 2) yield* barrier.reset();
    yield* meeting.wait();
    yield* barrier.wait();
    return first;
  }
  expect(yield* gather(...startTasks(5, visit))).toEqual(["broken", "broken", "aborted", "broken", "broken"]);
  expect([barrier.broken, barrier.nWaiting]).toEqual([false, 0]);
});

test("rule 29: barrier.reset() of a broken barrier is resetting until the tasks inside have left", function* () {
  const barrier = new Barrier(3);
  const inside = startTasks(2, () => tryWait(barrier));
  yield* passes();
  yield* barrier.abort();
  yield* barrier.reset();
  expect(String(barrier)).toBe("<Barrier [resetting, waiters:0/3]>");
  expect(yield* gather(...inside)).toEqual([false, false]);
  expect(String(barrier)).toBe("<Barrier [filling, waiters:0/3]>");
});

// CPython: test_locks.BarrierTests.test_filling_tasks_cancel_one
test("a task cancelled in barrier.wait() is not counted; the task behind it keeps its index of arrival", function* () {
  const barrier = new Barrier(3);
  const [first, second] = startTasks(2, () => barrier.wait());
  yield* passes();
  expect(barrier.nWaiting).toBe(2);
  first!.cancel();
  yield* passes();
  expect([barrier.nWaiting, first!.cancelled()]).toEqual([1, true]);
  const third = createTask(barrier.wait());
  yield* passes();
  expect(barrier.nWaiting).toBe(2);
  const indices = yield* gather(second!, third, createTask(barrier.wait()));
  // The second task keeps its index; the third gets the same one, because one task has left.
  expect(indices).toEqual([1, 1, 2]);
  expect([barrier.nWaiting, barrier.broken]).toEqual([0, false]);
});

test("a task cancelled while the barrier drains does not break the others", function* () {
  const barrier = new Barrier(3);
  const [first, second] = startTasks(2, () => tryWait(barrier));
  yield* passes();
  yield* barrier.wait();
  first!.cancel();
  const [ofFirst, ofSecond] = yield* gatherSettled(first!, second!);
  expect([ofFirst.status, ofSecond]).toEqual(["rejected", { status: "fulfilled", value: true }]);
  expect(String(barrier)).toBe("<Barrier [filling, waiters:0/3]>");
});

test("a task cancelled while it waits for the next round leaves the barrier unchanged", function* () {
  const barrier = new Barrier(2);
  const inside = createTask(barrier.wait());
  yield* passes();
  yield* barrier.wait();
  const late = createTask(barrier.wait(), { eagerStart: true });
  late.cancel();
  yield* gatherSettled(inside, late);
  expect(late.cancelled()).toBe(true);
  expect(String(barrier)).toBe("<Barrier [filling, waiters:0/2]>");
});
