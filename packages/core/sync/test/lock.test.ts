import { Condition, Lock } from "@asyncio-ts/sync";
import { holderOf, primitiveOf } from "@asyncio-ts/sync/lowlevel";
import { CancelledError, createTask, currentTask, Future, getRunningLoop, sleep, waitFor } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { awaitedFutureOf } from "@asyncio-ts/tasks/lowlevel";
import { expect } from "vitest";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

// CPython: test_locks.LockTests.test_release_no_waiters
test("a new lock is free; acquire() locks it and release() frees it", function* () {
  const lock = new Lock();
  expect(lock.locked()).toBe(false);
  yield* lock.acquire();
  expect(lock.locked()).toBe(true);
  lock.release();
  expect(lock.locked()).toBe(false);
});

// CPython: test_locks.LockTests.test_lock
// CPython: test_locks.LockTests.test_lock_by_with_statement
// CPython: test_pep492.LockTests.test_context_manager_with_await
test("awaiting a lock itself throws a TypeError and acquires nothing", function* () {
  const lock = new Lock();
  expect(yield* thrown(lock as never)).toBeInstanceOf(TypeError);
  expect(lock.locked()).toBe(false);
});

// CPython: test_locks.LockTests.test_acquire
test("lock.release() lets one waiter acquire the lock, in order of arrival", function* () {
  const lock = new Lock();
  const entered: string[] = [];
  function* enter(name: string) {
    yield* lock.acquire();
    entered.push(name);
  }
  yield* lock.acquire();
  createTask(enter("a"));
  createTask(enter("b"));
  yield* passes();
  expect(entered).toEqual([]);
  lock.release();
  yield* passes(3);
  expect(entered).toEqual(["a"]);
  createTask(enter("c"));
  lock.release();
  yield* passes(3);
  expect(entered).toEqual(["a", "b"]);
  lock.release();
  yield* passes();
  expect(entered).toEqual(["a", "b", "c"]);
});

test("rule 15: lock.acquire() of a free lock returns without a pass", function* () {
  const lock = new Lock();
  let passed = false;
  getRunningLoop().callSoon(() => (passed = true));
  yield* lock.acquire();
  lock.release();
  yield* lock.acquire();
  expect(passed).toBe(false);
});

test("rule 25: lock.release() leaves the lock free; the woken waiter acquires it in the next pass", function* () {
  const lock = new Lock();
  yield* lock.acquire();
  const task = createTask(lock.acquire());
  yield* passes();
  lock.release();
  expect(lock.locked()).toBe(false);
  yield* passes();
  expect(lock.locked()).toBe(true);
  expect(task.done()).toBe(true);
});

test("rule 25: lock.acquire() queues behind existing waiters even if the lock is free", function* () {
  const lock = new Lock();
  const entered: string[] = [];
  yield* lock.acquire();
  createTask(function* () {
    using _ = yield* lock.acquire();
    entered.push("waiter");
  });
  yield* passes();
  lock.release();
  using _ = yield* lock.acquire();
  entered.push("newcomer");
  expect(entered).toEqual(["waiter", "newcomer"]);
});

test("rule 25: lock.acquire() queues behind a waiter that was woken and is cancelled before its step", function* () {
  const lock = new Lock();
  yield* lock.acquire();
  const woken = createTask(lock.acquire());
  yield* passes();
  lock.release();
  woken.cancel();
  const newcomer = createTask(lock.acquire(), { eagerStart: true });
  expect([lock.locked(), newcomer.done()]).toEqual([false, false]);
  yield* passes(2);
  expect([woken.cancelled(), newcomer.done()]).toEqual([true, true]);
});

test("rule 25: lock.acquire() of a free lock does not wait if all waiters are cancelled", function* () {
  const lock = new Lock();
  yield* lock.acquire();
  const waiting = [createTask(lock.acquire()), createTask(lock.acquire())];
  yield* passes();
  for (const task of waiting) task.cancel();
  lock.release();
  expect(createTask(lock.acquire(), { eagerStart: true }).done()).toBe(true);
  yield* passes();
  expect(waiting.map((task) => task.cancelled())).toEqual([true, true]);
  expect(lock.locked()).toBe(true);
});

// CPython: test_locks.LockTests.test_finished_waiter_cancelled
test("rule 25: a waiter cancelled after its wake-up wakes the next waiter", function* () {
  const lock = new Lock();
  yield* lock.acquire();
  const [first, second] = [createTask(lock.acquire()), createTask(lock.acquire())];
  yield* passes();
  lock.release();
  first.cancel();
  yield* waitFor(second, 1);
  expect(first.cancelled()).toBe(true);
});

// CPython: test_locks.LockTests.test_cancel_race
test("rule 25: lock.release() right after the first waiter was cancelled wakes the second waiter", function* () {
  const lock = new Lock();
  yield* lock.acquire();
  const [first, second] = [createTask(lock.acquire()), createTask(lock.acquire())];
  yield* passes();
  first.cancel();
  lock.release();
  yield* waitFor(second, 1);
  expect(first.cancelled()).toBe(true);
});

test("rule 25: a waiter cancelled while the lock is held wakes no other waiter", function* () {
  const lock = new Lock();
  yield* lock.acquire();
  const [first, second] = [createTask(lock.acquire()), createTask(lock.acquire())];
  yield* passes();
  first.cancel();
  yield* passes(3);
  expect([first.cancelled(), second.done()]).toEqual([true, false]);
  yield* cancelOthers();
});

// CPython: test_locks.LockTests.test_cancel_release_race
test("cancelling the first waiter and releasing the lock in one step lets only the second waiter acquire it", function* () {
  const lock = new Lock();
  let inside = 0;
  function* enter() {
    yield* lock.acquire();
    inside++;
  }
  yield* lock.acquire();
  const [first, second, third] = [createTask(enter()), createTask(enter()), createTask(enter())];
  yield* passes();
  getRunningLoop().callSoon(() => {
    first.cancel();
    lock.release();
  });
  expect(yield* thrown(first)).toBeInstanceOf(CancelledError);
  yield* passes(3);
  expect([inside, second.done(), third.done()]).toEqual([1, true, false]);
  yield* cancelOthers();
});

// CPython: test_locks.LockTests.test_acquire_cancel
test("a cancelled lock.acquire() removes its waiter", function* () {
  const lock = new Lock();
  yield* lock.acquire();
  const task = createTask(lock.acquire());
  getRunningLoop().callSoon(() => task.cancel());
  expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
  expect(String(lock)).toBe("<Lock [locked]>");
});

test("lock.acquire() closed after its wake-up wakes the next waiter", function* () {
  const lock = new Lock();
  yield* lock.acquire();
  const closed = lock.acquire();
  closed.next();
  const second = createTask(lock.acquire());
  yield* passes();
  lock.release();
  closed.return(undefined as never);
  yield* waitFor(second, 1);
});

// CPython: test_locks.LockTests.test_repr
test("String(lock) shows whether the lock is held and the number of waiters", function* () {
  const lock = new Lock();
  expect(String(lock)).toBe("<Lock [unlocked]>");
  yield* lock.acquire();
  expect(String(lock)).toBe("<Lock [locked]>");
  createTask(lock.acquire());
  createTask(lock.acquire());
  yield* sleep(1);
  expect(String(lock)).toBe("<Lock [locked, waiters:2]>");
  yield* cancelOthers();
});

test("a lock knows the task that holds it, and an awaited future its primitive", function* () {
  const lock = new Lock();
  expect(holderOf(lock)).toBe(null);
  yield* lock.acquire();
  expect(holderOf(lock)).toBe(currentTask());
  const waiter = createTask(lock.acquire());
  yield* sleep(0);
  expect(primitiveOf(awaitedFutureOf(waiter)!)).toBe(lock);
  expect(primitiveOf(new Future())).toBe(null);
  lock.release();
  expect(holderOf(lock)).toBe(null);
  yield* waiter;
  expect(holderOf(lock)).toBe(waiter);
  lock.release();
  expect(holderOf(lock)).toBe(null);
});

test("the lock of a condition is held by its users in turn", function* () {
  const lock = new Lock();
  const condition = new Condition(lock);
  const waiter = createTask(function* () {
    yield* condition.use(() => condition.wait());
  });
  yield* sleep(0);
  yield* condition.use(function* () {
    expect(holderOf(lock)).toBe(currentTask());
    condition.notify();
    yield* sleep(0);
  });
  yield* waiter;
  expect(holderOf(lock)).toBe(null);
});
