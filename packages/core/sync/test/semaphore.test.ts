import { BoundedSemaphore, Semaphore } from "@asyncio-ts/sync";
import { createTask, gather, getRunningLoop, sleep, type Task, taskGroup } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { expect, test as plain } from "vitest";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

// CPython: test_locks.SemaphoreTests.test_initial_value_zero
// CPython: test_locks.SemaphoreTests.test_release_no_waiters
test("new Semaphore() has one permit by default, and new Semaphore(0) has none", function* () {
  const semaphore = new Semaphore();
  expect(semaphore.locked()).toBe(false);
  yield* semaphore.acquire();
  expect(semaphore.locked()).toBe(true);
  semaphore.release();
  expect(semaphore.locked()).toBe(false);
  expect(new Semaphore(0).locked()).toBe(true);
});

// CPython: test_locks.SemaphoreTests.test_semaphore
test("awaiting a semaphore itself throws a TypeError and acquires nothing", function* () {
  const semaphore = new Semaphore();
  expect(yield* thrown(semaphore as never)).toBeInstanceOf(TypeError);
  expect(semaphore.locked()).toBe(false);
});

// CPython: test_locks.SemaphoreTests.test_acquire
test("semaphore.acquire() succeeds once per permit, then once per release(), in order of arrival", function* () {
  const semaphore = new Semaphore(3);
  const entered: number[] = [];
  function* enter(name: number) {
    yield* semaphore.acquire();
    entered.push(name);
  }
  yield* semaphore.acquire();
  yield* semaphore.acquire();
  expect(semaphore.locked()).toBe(false);
  for (const name of [1, 2, 3]) createTask(enter(name));
  yield* passes();
  expect(entered).toEqual([1]);
  expect(String(semaphore)).toBe("<Semaphore [locked, waiters:2]>");
  createTask(enter(4));
  semaphore.release();
  semaphore.release();
  yield* passes();
  expect(entered).toEqual([1, 2, 3]);
  expect(String(semaphore)).toBe("<Semaphore [locked, waiters:1]>");
  semaphore.release();
  yield* passes();
  expect(entered).toEqual([1, 2, 3, 4]);
});

test("semaphore.release() adds a permit even if none was acquired", function* () {
  const semaphore = new Semaphore(0);
  semaphore.release();
  semaphore.release();
  expect(String(semaphore)).toBe("<Semaphore [unlocked, value:2]>");
  yield* semaphore.acquire();
  yield* semaphore.acquire();
  expect(semaphore.locked()).toBe(true);
});

test("rule 15: semaphore.acquire() of a free permit returns without a pass", function* () {
  const semaphore = new Semaphore(2);
  let passed = false;
  getRunningLoop().callSoon(() => (passed = true));
  yield* semaphore.acquire();
  yield* semaphore.acquire();
  expect(passed).toBe(false);
});

test("rule 26: semaphore.release() takes the permit for the waiter that it wakes, so a newcomer waits", function* () {
  const semaphore = new Semaphore(0);
  const woken = createTask(semaphore.acquire());
  yield* passes();
  semaphore.release();
  expect(semaphore.locked()).toBe(true);
  const newcomer = createTask(semaphore.acquire(), { eagerStart: true });
  yield* passes(2);
  expect([woken.done(), newcomer.done()]).toEqual([true, false]);
  yield* cancelOthers();
});

test("rule 26: semaphore.locked() is true while live waiters exist, even if permits are free", function* () {
  const semaphore = new Semaphore(0);
  const task = createTask(semaphore.acquire());
  yield* passes();
  semaphore.release();
  semaphore.release();
  expect(semaphore.locked()).toBe(true);
  yield* passes();
  expect(task.done()).toBe(true);
  expect(String(semaphore)).toBe("<Semaphore [unlocked, value:1]>");
});

// CPython: test_locks.SemaphoreTests.test_acquire_fifo_order_4
test("rule 26: a woken waiter grants free permits to the waiters that queued behind it", function* () {
  const semaphore = new Semaphore(0);
  const entered: number[] = [];
  let fourth: Task<unknown> | undefined;
  function* first() {
    yield* semaphore.acquire();
    expect(semaphore.locked()).toBe(true);
    fourth = createTask(enter(4));
    entered.push(1);
  }
  function* second() {
    for (let i = 0; i < 3; i++) semaphore.release();
    expect(semaphore.locked()).toBe(true);
    yield* semaphore.acquire();
    entered.push(2);
  }
  function* third() {
    yield* semaphore.acquire();
    entered.push(3);
  }
  function* enter(name: number) {
    entered.push(name);
  }
  const tasks = [first(), second(), third()].map((coroutine) => createTask(coroutine));
  yield* passes();
  expect(String(semaphore)).toBe("<Semaphore [locked, waiters:3]>");
  yield* passes();
  yield* gather(...tasks, fourth!);
  expect(entered).toEqual([1, 2, 3, 4]);
});

// CPython: test_locks.SemaphoreTests.test_acquire_fifo_order
test("semaphore.acquire() after a release() queues behind existing waiters", function* () {
  const semaphore = new Semaphore(1);
  const order: string[] = [];
  function* twice(name: string) {
    for (const round of [1, 2]) {
      yield* semaphore.acquire();
      order.push(`${name}${round}`);
      yield* sleep(10);
      semaphore.release();
    }
  }
  yield* taskGroup(function* (group) {
    for (const name of ["a", "b", "c"]) group.createTask(twice(name));
  });
  expect(order).toEqual(["a1", "b1", "c1", "a2", "b2", "c2"]);
});

// CPython: test_locks.SemaphoreTests.test_acquire_fifo_order_2
test("semaphore.acquire() right after a release() queues behind existing waiters even if more permits are free", function* () {
  const semaphore = new Semaphore(1);
  const order: number[] = [];
  function* enter(name: number) {
    yield* semaphore.acquire();
    order.push(name);
  }
  function* again() {
    yield* enter(2);
    semaphore.release();
    yield* enter(4);
  }
  const tasks = [enter(1), again(), enter(3)].map((coroutine) => createTask(coroutine));
  yield* passes();
  semaphore.release();
  semaphore.release();
  yield* gather(...tasks);
  expect(order).toEqual([1, 2, 3, 4]);
});

test("BoundedSemaphore.release() throws if all permits are free, and adds none", function* () {
  const semaphore = new BoundedSemaphore(2);
  yield* semaphore.acquire();
  semaphore.release();
  expect(() => semaphore.release()).toThrow(
    new RangeError("BoundedSemaphore released too many times: <BoundedSemaphore [unlocked, value:2]>"),
  );
  yield* semaphore.acquire();
  yield* semaphore.acquire();
  expect(semaphore.locked()).toBe(true);
});

plain("a BoundedSemaphore is an instance of Semaphore, and not the reverse", () => {
  expect(new BoundedSemaphore()).toBeInstanceOf(Semaphore);
  expect(new Semaphore()).not.toBeInstanceOf(BoundedSemaphore);
});

// CPython: test_locks.SemaphoreTests.test_repr
test("String(semaphore) shows the free permits and the number of waiters", function* () {
  const semaphore = new Semaphore();
  expect(String(semaphore)).toBe("<Semaphore [unlocked, value:1]>");
  yield* semaphore.acquire();
  expect(String(semaphore)).toBe("<Semaphore [locked]>");
  createTask(semaphore.acquire());
  createTask(semaphore.acquire());
  yield* passes();
  expect(String(semaphore)).toBe("<Semaphore [locked, waiters:2]>");
  yield* cancelOthers();
});
