import { Condition, Lock } from "@asyncio-ts/sync";
import { createTask, getRunningLoop, TimeoutError, waitFor } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { expect, test as plain } from "vitest";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

// CPython: test_locks.ConditionTests.test_wait
test("condition.notify(n) wakes n waiters in order of arrival, each once it has acquired the lock", function* () {
  const condition = new Condition();
  const woken: string[] = [];
  function* wait(name: string) {
    yield* condition.acquire();
    expect(yield* condition.wait()).toBe(true);
    woken.push(name);
  }
  for (const name of ["a", "b", "c"]) createTask(wait(name));
  yield* passes();
  expect(condition.locked()).toBe(false);

  yield* condition.acquire();
  condition.notify();
  yield* passes(2);
  expect(woken).toEqual([]);
  condition.release();
  yield* passes();
  expect(woken).toEqual(["a"]);
  expect(condition.locked()).toBe(true);

  condition.notify(2);
  yield* passes();
  expect(woken).toEqual(["a"]);
  condition.release();
  yield* passes();
  expect(woken).toEqual(["a", "b"]);
  condition.release();
  yield* passes();
  expect(woken).toEqual(["a", "b", "c"]);
  expect(condition.locked()).toBe(true);
});

// CPython: test_locks.ConditionTests.test_notify
test("condition.notify() wakes one waiter by default, and all if its count exceeds their number", function* () {
  const condition = new Condition();
  const woken: string[] = [];
  function* wait(name: string) {
    yield* condition.use(() => condition.wait());
    woken.push(name);
  }
  for (const name of ["a", "b", "c"]) createTask(wait(name));
  yield* passes();
  yield* condition.use(function* (self) {
    expect(self).toBe(condition);
    self.notify();
  });
  yield* passes(2);
  expect(woken).toEqual(["a"]);
  yield* condition.use(function* () {
    condition.notify(1);
    condition.notify(2048);
  });
  yield* passes(2);
  expect(woken).toEqual(["a", "b", "c"]);
});

// CPython: test_locks.ConditionTests.test_notify_all
test("condition.notifyAll() wakes all waiters", function* () {
  const condition = new Condition();
  const waiting = ["a", "b"].map(() => createTask(condition.use(() => condition.wait())));
  yield* passes();
  yield* condition.use(function* () {
    condition.notifyAll();
  });
  yield* passes(2);
  expect(waiting.map((task) => task.result())).toEqual([true, true]);
});

test("condition.notify() without waiters does not wake a later waiter", function* () {
  const condition = new Condition();
  yield* condition.use(function* () {
    condition.notify();
  });
  const waiting = createTask(condition.use(() => condition.wait()));
  yield* passes(3);
  expect(waiting.done()).toBe(false);
  yield* cancelOthers();
});

// CPython: test_locks.ConditionTests.test_wait_unacquired
test("condition.wait() without the lock throws", function* () {
  const condition = new Condition();
  expect(yield* thrown(condition.wait())).toEqual(new Error("cannot wait on un-acquired lock: <Condition [unlocked]>"));
});

// CPython: test_locks.ConditionTests.test_notify_unacquired
// CPython: test_locks.ConditionTests.test_notify_all_unacquired
plain("condition.notify() and condition.notifyAll() without the lock throw", () => {
  const condition = new Condition();
  expect(() => condition.notify()).toThrow("cannot notify on un-acquired lock: <Condition [unlocked]>");
  expect(() => condition.notifyAll()).toThrow("cannot notify on un-acquired lock: <Condition [unlocked]>");
});

// CPython: test_locks.ConditionTests.test_wait_for
test("condition.waitFor() calls its predicate at each wake-up, and returns its first truthy value", function* () {
  const condition = new Condition();
  let answer: number[] | null = null;
  let asked = 0;
  const waiting = createTask(
    condition.use(() =>
      condition.waitFor(() => {
        asked++;
        return answer;
      }),
    ),
  );
  function* notify() {
    condition.notify();
  }
  yield* passes();
  yield* condition.use(notify);
  yield* passes(2);
  expect([asked, waiting.done()]).toEqual([2, false]);
  answer = [1, 2, 3];
  yield* condition.use(notify);
  expect(yield* waiting).toBe(answer);
  expect(asked).toBe(3);
});

// CPython: test_locks.ConditionTests.test_wait_for_unacquired
test("condition.waitFor() needs the lock only if its predicate does not hold", function* () {
  const condition = new Condition();
  expect(yield* condition.waitFor(() => "yes")).toBe("yes");
  expect(yield* thrown(condition.waitFor(() => false))).toEqual(new Error("cannot wait on un-acquired lock: <Condition [unlocked]>"));
});

// CPython: test_locks.ConditionTests.test_context_manager
test("condition.use() holds the lock during its body, returns the body's result and releases the lock on every exit", function* () {
  const condition = new Condition();
  const value = yield* condition.use(function* () {
    expect(condition.locked()).toBe(true);
    return 5;
  });
  expect(value).toBe(5);
  expect(condition.locked()).toBe(false);
  const error = new Error("boom");
  const failing = condition.use(function* () {
    throw error;
  });
  expect(yield* thrown(failing)).toBe(error);
  expect(condition.locked()).toBe(false);
});

// CPython: test_locks.ConditionTests.test_explicit_lock
test("a condition with a given lock shares its state", function* () {
  const lock = new Lock();
  const condition = new Condition(lock);
  yield* condition.use(function* () {
    expect([lock.locked(), condition.locked()]).toEqual([true, true]);
  });
  expect([lock.locked(), condition.locked()]).toEqual([false, false]);
  yield* lock.acquire();
  expect([lock.locked(), condition.locked()]).toEqual([true, true]);
  condition.release();
  expect([lock.locked(), condition.locked()]).toEqual([false, false]);
});

test("condition.notifyAll() does not wake the waiters of another condition on the same lock", function* () {
  const lock = new Lock();
  const [full, empty] = [new Condition(lock), new Condition(lock)];
  const [atFull, atEmpty] = [full, empty].map((condition) => createTask(condition.use(() => condition.wait())));
  yield* passes(2);
  yield* lock.acquire();
  full.notifyAll();
  lock.release();
  yield* passes(3);
  expect([atFull!.done(), atEmpty!.done()]).toEqual([true, false]);
  yield* cancelOthers();
});

// CPython: test_locks.ConditionTests.test_timeout_in_block
test("condition.wait() that times out throws with the lock held", function* () {
  const condition = new Condition();
  yield* condition.use(function* () {
    expect(yield* thrown(waitFor(condition.wait(), 500))).toBeInstanceOf(TimeoutError);
    expect(getRunningLoop().time()).toBe(500);
    expect(condition.locked()).toBe(true);
  });
});

// CPython: test_locks.ConditionTests.test_repr
test("String(condition) shows whether the lock is held and the number of waiters", function* () {
  const condition = new Condition();
  expect(String(condition)).toBe("<Condition [unlocked]>");
  createTask(condition.use(() => condition.wait()));
  createTask(condition.use(() => condition.wait()));
  yield* passes();
  expect(String(condition)).toBe("<Condition [unlocked, waiters:2]>");
  yield* condition.acquire();
  expect(String(condition)).toBe("<Condition [locked, waiters:2]>");
  condition.release();
  yield* cancelOthers();
});

test("waitFor() throws a TypeError for a predicate whose result would always be truthy", function* () {
  const condition = new Condition();
  yield* condition.acquire();
  const wrong: [unknown, string][] = [
    [5, "a function was expected, got 5"],
    [async () => Promise.reject(new Error("lost")), "returned a promise, which is always truthy"],
    [function* isReady() {}, "returned a coroutine, which is always truthy"],
  ];
  for (const [predicate, message] of wrong) expect((yield* thrown(condition.waitFor(predicate as never))).message).toContain(message);
});
