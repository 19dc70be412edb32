import { Barrier, BrokenBarrierError } from "@asyncio-ts/sync";
import { type Coroutine, createTask, gather, gatherSettled } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { passes } from "./passes.ts";
import { start } from "./start.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

/** Waits, and says whether the barrier let it through. */
function* pass(barrier: Barrier): Coroutine<boolean> {
  try {
    yield* barrier.wait();
    return true;
  } catch (error) {
    if (error instanceof BrokenBarrierError) return false;
    throw error;
  }
}

// CPython: test_locks.BarrierTests.test_reset_barrier_while_tasks_waiting
test("rule 29: reset() breaks the wait of those inside, and the barrier fills again", () => {
  virtually(function* () {
    const barrier = new Barrier(5);
    const tasks = start(4, () => pass(barrier));
    yield* passes();
    yield* barrier.reset();
    expect(yield* gather(...tasks)).toEqual([false, false, false, false]);
    expect(String(barrier)).toBe("<Barrier [filling, waiters:0/5]>");
    expect(yield* gather(...start(5, () => pass(barrier)))).toEqual([true, true, true, true, true]);
  });
});

test("rule 29: who comes while it resets waits until those inside have left", () => {
  virtually(function* () {
    const barrier = new Barrier(2);
    const inside = createTask(pass(barrier));
    yield* passes();
    yield* barrier.reset();
    const late = start(2, () => pass(barrier));
    expect(yield* gather(inside, ...late)).toEqual([false, true, true]);
  });
});

// CPython: test_locks.BarrierTests.test_reset_barrier_when_tasks_half_draining
test("rule 29: reset() while it drains breaks those that have not left yet", () => {
  virtually(function* () {
    const barrier = new Barrier(5);
    let out = 0;
    function* visit() {
      const through = yield* pass(barrier);
      if (through && ++out === 3) yield* barrier.reset();
      return through;
    }
    // The last party is the first one out.
    expect(yield* gather(...start(5, visit))).toEqual([true, true, false, false, true]);
    expect(String(barrier)).toBe("<Barrier [filling, waiters:0/5]>");
  });
});

// CPython: test_locks.BarrierTests.test_reset_barrier_when_tasks_half_draining_half_blocking
test("rule 29: reset() while it drains does not break those who wait to come in", () => {
  virtually(function* () {
    const barrier = new Barrier(5);
    const broken: number[] = [];
    let out = 0;
    function* visit(name: number) {
      if (!(yield* pass(barrier))) broken.push(name);
      else if (++out === 3) yield* barrier.reset();
      // All five meet again.
      if (!(yield* pass(barrier))) broken.push(10 + name);
    }
    yield* gather(...[0, 1, 2, 3, 4].map((name) => createTask(visit(name))));
    expect(broken).toEqual([2, 3]);
    expect(String(barrier)).toBe("<Barrier [filling, waiters:0/5]>");
  });
});

// CPython: test_locks.BarrierTests.test_reset_barrier_while_tasks_draining
test("rule 29: reset() by the last one out breaks nobody, not even those who wait again", () => {
  virtually(function* () {
    const barrier = new Barrier(5);
    let out = 0;
    function* visit() {
      yield* barrier.wait();
      if (++out === 5) yield* barrier.reset();
      yield* barrier.wait();
      return yield* pass(barrier);
    }
    expect(yield* gather(...start(5, visit))).toEqual([true, true, true, true, true]);
  });
});

// CPython: test_locks.BarrierTests.test_reset_barrier_while_tasks_waiting_and_waiting_again
test("rule 29: those that a reset broke may wait again at once", () => {
  virtually(function* () {
    const barrier = new Barrier(5);
    function* visit() {
      expect(yield* pass(barrier)).toBe(false);
      return yield* pass(barrier);
    }
    const tasks = start(4, visit);
    yield* passes();
    yield* barrier.reset();
    const fifth = createTask(pass(barrier));
    expect(yield* gather(...tasks, fifth)).toEqual([true, true, true, true, true]);
    expect([barrier.nWaiting, barrier.broken]).toEqual([0, false]);
  });
});

test("rule 29: abort() breaks the wait of those inside and of all who come, until a reset", () => {
  virtually(function* () {
    const barrier = new Barrier(3);
    const inside = start(2, () => barrier.wait());
    yield* passes();
    yield* barrier.abort();
    expect([barrier.broken, barrier.nWaiting]).toEqual([true, 0]);
    expect(yield* thrown(inside[0]!)).toEqual(new BrokenBarrierError("Abort or reset of barrier"));
    expect(yield* thrown(inside[1]!)).toBeInstanceOf(BrokenBarrierError);
    expect(yield* thrown(barrier.wait())).toEqual(new BrokenBarrierError("Barrier aborted"));
    yield* barrier.reset();
    expect(barrier.broken).toBe(false);
    expect(yield* gather(...start(3, () => barrier.wait()))).toEqual([0, 1, 2]);
  });
});

// CPython: test_locks.BarrierTests.test_abort_barrier
test("rule 29: abort() of an empty barrier breaks it", () => {
  virtually(function* () {
    const barrier = new Barrier(1);
    yield* barrier.abort();
    expect([barrier.nWaiting, barrier.broken]).toEqual([0, true]);
  });
});

// CPython: test_locks.BarrierTests.test_abort_barrier_when_tasks_half_draining_half_blocking
test("rule 29: abort() while it drains breaks those that have not left, and those who wait to come in", () => {
  virtually(function* () {
    const barrier = new Barrier(5);
    const [whileDraining, whileBlocked]: number[][] = [[], []];
    let out = 0;
    function* visit(name: number) {
      const through = yield* pass(barrier);
      if (!through) whileDraining!.push(name);
      else if (++out > 2) yield* barrier.abort();
      else if (!(yield* pass(barrier))) whileBlocked!.push(name);
    }
    yield* gather(...[0, 1, 2, 3, 4].map((name) => createTask(visit(name))));
    expect([whileDraining, whileBlocked]).toEqual([
      [2, 3],
      [4, 0],
    ]);
    expect([barrier.broken, barrier.nWaiting]).toEqual([true, 0]);
  });
});

/** Waits twice; the party of index 2 aborts the barrier after the first time. */
function* breakAtSecond(barrier: Barrier): Coroutine<"through" | "aborted" | "broken"> {
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
test("rule 29: abort() by one of the parties breaks the others, inside or at their next wait", () => {
  virtually(function* () {
    const barrier = new Barrier(5);
    expect(yield* gather(...start(5, () => breakAtSecond(barrier)))).toEqual(["broken", "broken", "aborted", "broken", "broken"]);
    expect([barrier.broken, barrier.nWaiting]).toEqual([true, 0]);
  });
});

// CPython: test_locks.BarrierTests.test_abort_barrier_when_exception_then_resetting
test("rule 29: an aborted barrier that all have left is used again after a reset", () => {
  virtually(function* () {
    const [barrier, meeting] = [new Barrier(5), new Barrier(5)];
    function* visit() {
      const first = yield* breakAtSecond(barrier);
      // All meet before the reset, so that nobody is inside, and after it, so that nobody comes too early.
      if ((yield* meeting.wait()) === 2) yield* barrier.reset();
      yield* meeting.wait();
      yield* barrier.wait();
      return first;
    }
    expect(yield* gather(...start(5, visit))).toEqual(["broken", "broken", "aborted", "broken", "broken"]);
    expect([barrier.broken, barrier.nWaiting]).toEqual([false, 0]);
  });
});

test("rule 29: reset() of a broken barrier with tasks inside drains them first", () => {
  virtually(function* () {
    const barrier = new Barrier(3);
    const inside = start(2, () => pass(barrier));
    yield* passes();
    yield* barrier.abort();
    yield* barrier.reset();
    expect(String(barrier)).toBe("<Barrier [resetting, waiters:0/3]>");
    expect(yield* gather(...inside)).toEqual([false, false]);
    expect(String(barrier)).toBe("<Barrier [filling, waiters:0/3]>");
  });
});

// CPython: test_locks.BarrierTests.test_filling_tasks_cancel_one
test("one that is cancelled while it waits makes room for another", () => {
  virtually(function* () {
    const barrier = new Barrier(3);
    const [first, second] = start(2, () => barrier.wait());
    yield* passes();
    expect(barrier.nWaiting).toBe(2);
    first!.cancel();
    yield* passes();
    expect([barrier.nWaiting, first!.cancelled()]).toEqual([1, true]);
    const third = createTask(barrier.wait());
    yield* passes();
    expect(barrier.nWaiting).toBe(2);
    const indices = yield* gather(second!, third, createTask(barrier.wait()));
    // The second keeps the index of its arrival.
    expect(indices).toEqual([1, 1, 2]);
    expect([barrier.nWaiting, barrier.broken]).toEqual([0, false]);
  });
});

test("one that is cancelled while it drains leaves the others through", () => {
  virtually(function* () {
    const barrier = new Barrier(3);
    const [first, second] = start(2, () => pass(barrier));
    yield* passes();
    yield* barrier.wait();
    first!.cancel();
    const [ofFirst, ofSecond] = yield* gatherSettled(first!, second!);
    expect([ofFirst.status, ofSecond]).toEqual(["rejected", { status: "fulfilled", value: true }]);
    expect(String(barrier)).toBe("<Barrier [filling, waiters:0/3]>");
  });
});

test("one that is cancelled while it waits to come in was never there", () => {
  virtually(function* () {
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
});
