import { Semaphore } from "@asyncio-ts/sync";
import { CancelledError, createTask, gatherSettled, getRunningLoop, waitFor } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { expect } from "vitest";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

test("rule 26: a waiter cancelled after its wake-up passes its permit to the next waiter", function* () {
  const semaphore = new Semaphore(0);
  const [first, second] = [createTask(semaphore.acquire()), createTask(semaphore.acquire())];
  yield* passes();
  semaphore.release();
  first.cancel();
  yield* waitFor(second, 1);
  expect(first.cancelled()).toBe(true);
  expect(semaphore.locked()).toBe(true);
});

test("rule 26: a waiter cancelled after its wake-up returns its permit if no other task waits", function* () {
  const semaphore = new Semaphore(0);
  const task = createTask(semaphore.acquire());
  yield* passes();
  semaphore.release();
  task.cancel();
  yield* passes();
  expect(String(semaphore)).toBe("<Semaphore [unlocked, value:1]>");
});

test("rule 26: semaphore.locked() is false if all waiters are cancelled and a permit is free", function* () {
  const semaphore = new Semaphore(0);
  const task = createTask(semaphore.acquire());
  yield* passes();
  task.cancel();
  expect(semaphore.locked()).toBe(true);
  semaphore.release();
  expect(semaphore.locked()).toBe(false);
  yield* semaphore.acquire();
  yield* passes();
  expect(String(semaphore)).toBe("<Semaphore [locked]>");
});

// CPython: test_locks.SemaphoreTests.test_acquire_cancel
test("a cancelled semaphore.acquire() removes its waiter", function* () {
  const semaphore = new Semaphore();
  yield* semaphore.acquire();
  const task = createTask(semaphore.acquire());
  getRunningLoop().callSoon(() => task.cancel());
  expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
  expect(String(semaphore)).toBe("<Semaphore [locked]>");
});

// CPython: test_locks.SemaphoreTests.test_acquire_cancel_before_awoken
test("semaphore.release() right after two waiters were cancelled wakes the third waiter", function* () {
  const semaphore = new Semaphore(0);
  const tasks = [0, 1, 2, 3].map(() => createTask(semaphore.acquire()));
  yield* passes();
  tasks[0]!.cancel();
  tasks[1]!.cancel();
  semaphore.release();
  yield* passes(2);
  expect(tasks.map((task) => task.done())).toEqual([true, true, true, false]);
  expect(tasks[2]!.cancelled()).toBe(false);
  yield* cancelOthers();
});

// CPython: test_locks.SemaphoreTests.test_acquire_hang
test("semaphore.release() right after the first waiter was cancelled wakes the second waiter", function* () {
  const semaphore = new Semaphore(0);
  const [first, second] = [createTask(semaphore.acquire()), createTask(semaphore.acquire())];
  yield* passes();
  first.cancel();
  semaphore.release();
  yield* passes(2);
  expect([semaphore.locked(), second.done()]).toEqual([true, true]);
});

// CPython: test_locks.SemaphoreTests.test_acquire_no_hang
test("semaphore.release() right after the only waiter was cancelled leaves the permit free", function* () {
  const semaphore = new Semaphore(1);
  function* hold() {
    using _ = yield* semaphore.acquire();
    yield* passes();
    waiting.cancel();
  }
  const holding = createTask(hold());
  const waiting = createTask(semaphore.acquire());
  const [held, waited] = yield* gatherSettled(holding, waiting);
  expect(held.status).toBe("fulfilled");
  expect((waited as PromiseRejectedResult).reason).toBeInstanceOf(CancelledError);
  yield* waitFor(semaphore.acquire(), 1000);
});

// CPython: test_locks.SemaphoreTests.test_acquire_fifo_order_3
test("semaphore.release() called twice after a cancellation wakes the next two waiters in order of arrival", function* () {
  const semaphore = new Semaphore(0);
  const order: number[] = [];
  function* enter(name: number) {
    yield* semaphore.acquire();
    order.push(name);
  }
  const tasks = [1, 2, 3].map((name) => createTask(enter(name)));
  yield* passes();
  tasks[0]!.cancel();
  yield* passes();
  semaphore.release();
  semaphore.release();
  yield* gatherSettled(...tasks);
  expect(order).toEqual([2, 3]);
});

test("semaphore.acquire() closed after its wake-up passes its permit to the next waiter", function* () {
  const semaphore = new Semaphore(0);
  const closed = semaphore.acquire();
  closed.next();
  const second = createTask(semaphore.acquire());
  yield* passes();
  semaphore.release();
  closed.return(undefined as never);
  yield* waitFor(second, 1);
});

test("semaphore.acquire() closed while it waits takes no permit, even if permits are free", function* () {
  const semaphore = new Semaphore(0);
  const woken = createTask(semaphore.acquire());
  yield* passes();
  semaphore.release();
  semaphore.release();
  const closed = semaphore.acquire();
  closed.next();
  closed.return(undefined as never);
  yield* woken;
  expect(String(semaphore)).toBe("<Semaphore [unlocked, value:1]>");
});
