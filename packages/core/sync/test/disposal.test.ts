import { BoundedSemaphore, Condition, Lock, Semaphore } from "@asyncio-ts/sync";
import { CancelledError, createTask, gather, sleep } from "@asyncio-ts/tasks";
import { describe, expect, test } from "vitest";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

describe.each([{ Kind: Lock }, { Kind: Condition }, { Kind: Semaphore }, { Kind: BoundedSemaphore }])("$Kind.name", ({ Kind }) => {
  // CPython: test_locks.LockTests.test_context_manager
  // CPython: test_pep492.LockTests.test_context_manager_async_with
  test("`using` holds until the end of the block", () => {
    virtually(function* () {
      const held = new Kind();
      {
        using _ = yield* held.acquire();
        expect(held.locked()).toBe(true);
        yield* sleep(1);
        expect(held.locked()).toBe(true);
      }
      expect(held.locked()).toBe(false);
    });
  });

  test("`using` releases when the block throws", () => {
    virtually(function* () {
      const held = new Kind();
      const error = new Error("boom");
      function* fail() {
        using _ = yield* held.acquire();
        throw error;
      }
      expect(yield* thrown(fail())).toBe(error);
      expect(held.locked()).toBe(false);
    });
  });

  test("`using` releases when the block is cancelled, to the next who waits", () => {
    virtually(function* () {
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
  });

  test("`using` releases nothing when the wait was cancelled", () => {
    virtually(function* () {
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
  });

  test("disposing twice releases once", () => {
    virtually(function* () {
      const held = new Kind();
      const first = yield* held.acquire();
      first[Symbol.dispose]();
      yield* held.acquire();
      first[Symbol.dispose]();
      expect(held.locked()).toBe(true);
    });
  });
});

test("disposing a lock's after a release by hand does nothing", () => {
  virtually(function* () {
    const lock = new Lock();
    const first = yield* lock.acquire();
    lock.release();
    first[Symbol.dispose]();
    expect(lock.locked()).toBe(false);
  });
});

test("disposing a lock's after a release by hand does nothing to who holds it now", () => {
  virtually(function* () {
    const lock = new Lock();
    const first = yield* lock.acquire();
    lock.release();
    const second = yield* lock.acquire();
    first[Symbol.dispose]();
    expect(lock.locked()).toBe(true);
    second[Symbol.dispose]();
    expect(lock.locked()).toBe(false);
  });
});

test.each([
  { lock: "one of its own", condition: () => new Condition() },
  { lock: "a given one", condition: () => new Condition(new Lock()) },
])("`using` releases a condition after it was waited on, over $lock", ({ condition: make }) => {
  virtually(function* () {
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
});

test("`using` releases a condition after a wait on it was cancelled", () => {
  virtually(function* () {
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
});

test("a permit may be disposed by another task than the one that got it", () => {
  virtually(function* () {
    const lock = new Lock();
    const held = yield* createTask(lock.acquire());
    expect(lock.locked()).toBe(true);
    held[Symbol.dispose]();
    expect(lock.locked()).toBe(false);
  });
});
