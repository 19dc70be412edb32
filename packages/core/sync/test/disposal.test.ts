import { BoundedSemaphore, Condition, Lock, Semaphore } from "@asyncio-ts/sync";
import { CancelledError, createTask, gather, sleep } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect } from "vitest";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

describe.each([{ Kind: Lock }, { Kind: Condition }, { Kind: Semaphore }, { Kind: BoundedSemaphore }])("$Kind.name", ({ Kind }) => {
  // CPython: test_locks.LockTests.test_context_manager
  // CPython: test_pep492.LockTests.test_context_manager_async_with
  test("`using` holds the primitive until the end of the block", function* () {
    const held = new Kind();
    {
      using _ = yield* held.acquire();
      expect(held.locked()).toBe(true);
      yield* sleep(1);
      expect(held.locked()).toBe(true);
    }
    expect(held.locked()).toBe(false);
  });

  test("`using` releases the primitive when the block throws", function* () {
    const held = new Kind();
    const error = new Error("boom");
    function* fail() {
      using _ = yield* held.acquire();
      throw error;
    }
    expect(yield* thrown(fail())).toBe(error);
    expect(held.locked()).toBe(false);
  });

  test("`using` releases the primitive to the next waiter when the block is cancelled", function* () {
    const held = new Kind();
    function* hold() {
      using _ = yield* held.acquire();
      yield* sleep(1000);
    }
    const holding = createTask(hold());
    const next = createTask(held.acquire());
    yield* passes();
    holding.cancel();
    expect(yield* thrown(holding)).toBeInstanceOf(CancelledError);
    yield* next;
    expect(held.locked()).toBe(true);
  });

  test("`using` releases nothing if acquire() was cancelled", function* () {
    const held = new Kind();
    yield* held.acquire();
    function* hold() {
      using _ = yield* held.acquire();
      throw new Error("never here");
    }
    const waiting = createTask(hold());
    yield* passes();
    waiting.cancel();
    expect(yield* thrown(waiting)).toBeInstanceOf(CancelledError);
    expect(held.locked()).toBe(true);
  });

  test("disposing the result of acquire() twice releases once", function* () {
    const held = new Kind();
    const first = yield* held.acquire();
    first[Symbol.dispose]();
    yield* held.acquire();
    first[Symbol.dispose]();
    expect(held.locked()).toBe(true);
  });
});

test("disposing the result of lock.acquire() after lock.release() does nothing", function* () {
  const lock = new Lock();
  const first = yield* lock.acquire();
  lock.release();
  first[Symbol.dispose]();
  expect(lock.locked()).toBe(false);
});

test("disposing the result of lock.acquire() after lock.release() does not release a later holder", function* () {
  const lock = new Lock();
  const first = yield* lock.acquire();
  lock.release();
  const second = yield* lock.acquire();
  first[Symbol.dispose]();
  expect(lock.locked()).toBe(true);
  second[Symbol.dispose]();
  expect(lock.locked()).toBe(false);
});

test.each([
  { lock: "a lock of its own", condition: () => new Condition() },
  { lock: "a given lock", condition: () => new Condition(new Lock()) },
])("`using` releases a condition after its wait(), with $lock", function* ({ condition: make }) {
  const condition = make();
  function* wait() {
    using _ = yield* condition.acquire();
    yield* condition.wait();
    expect(condition.locked()).toBe(true);
  }
  const waiting = [createTask(wait()), createTask(wait())];
  yield* passes();
  yield* condition.use(function* () {
    condition.notifyAll();
  });
  yield* gather(...waiting);
  expect(condition.locked()).toBe(false);
});

test("`using` releases a condition after its wait() was cancelled", function* () {
  const condition = new Condition();
  function* wait() {
    using _ = yield* condition.acquire();
    yield* condition.wait();
  }
  const waiting = createTask(wait());
  yield* passes();
  waiting.cancel();
  expect(yield* thrown(waiting)).toBeInstanceOf(CancelledError);
  expect(condition.locked()).toBe(false);
});

test("a task can dispose a permit that another task acquired", function* () {
  const lock = new Lock();
  const held = yield* createTask(lock.acquire());
  expect(lock.locked()).toBe(true);
  held[Symbol.dispose]();
  expect(lock.locked()).toBe(false);
});
