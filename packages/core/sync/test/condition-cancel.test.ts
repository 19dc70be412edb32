import { Condition } from "@asyncio-ts/sync";
import { CancelledError, createTask, getRunningLoop, sleep } from "@asyncio-ts/tasks";
import { virtually } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { expect, test as plain } from "vitest";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

// CPython: test_locks.ConditionTests.test_wait_cancel
test("condition.wait() that is cancelled reacquires the lock before it throws, and removes its waiter", function* () {
  const condition = new Condition();
  yield* condition.acquire();
  const waiting = createTask(condition.wait());
  getRunningLoop().callSoon(() => waiting.cancel());
  expect(yield* thrown(waiting)).toBeInstanceOf(CancelledError);
  expect(String(condition)).toBe("<Condition [locked]>");
});

// CPython: test_locks.ConditionTests.test_wait_cancel_contested
test("rule 28: a cancellation while the lock is contested is thrown once the lock is held", function* () {
  const condition = new Condition();
  yield* condition.acquire();
  const waiting = createTask(condition.wait());
  yield* passes();
  yield* condition.acquire();
  condition.notify();
  getRunningLoop().callSoon(() => waiting.cancel());
  getRunningLoop().callSoon(() => condition.release());
  yield* thrown(waiting);
  expect(condition.locked()).toBe(true);
});

// CPython: test_locks.ConditionTests.test_wait_cancel_after_notify
test("rule 28: a task cancelled while it reacquires the lock is cancelled only after it has held the lock", function* () {
  const condition = new Condition();
  let hadLock = false;
  const waiting = createTask(
    condition.use(function* () {
      try {
        yield* condition.wait();
      } finally {
        hadLock = condition.locked();
      }
    }),
  );
  yield* passes();
  yield* condition.acquire();
  condition.notify();
  yield* passes();
  waiting.cancel();
  yield* passes(3);
  expect(waiting.done()).toBe(false);
  condition.release();
  yield* passes(2);
  expect([waiting.cancelled(), hadLock, condition.locked()]).toEqual([true, true, false]);
});

test("rule 28: condition.wait() reacquires the lock despite several cancellations, and throws the latest", function* () {
  const condition = new Condition();
  const messages: unknown[] = [];
  const waiting = createTask(
    condition.use(function* () {
      try {
        yield* condition.wait();
      } catch (error) {
        messages.push((error as CancelledError).message, condition.locked());
        throw error;
      }
    }),
  );
  yield* passes();
  yield* condition.acquire();
  for (const message of ["first", "second", "third"]) {
    waiting.cancel(message);
    yield* passes(2);
  }
  expect(waiting.done()).toBe(false);
  condition.release();
  yield* thrown(waiting);
  expect(messages).toEqual(["third", true]);
});

// CPython: test_locks.ConditionTests.test_cancelled_error_wakeup
test("a CancelledError thrown during condition.waitFor() reaches the awaiter unchanged", function* () {
  const condition = new Condition();
  let caught: unknown;
  function* wait() {
    try {
      yield* condition.use(() => condition.waitFor(() => false));
    } catch (error) {
      caught = error;
      throw error;
    }
  }
  const waiting = createTask(wait());
  yield* passes();
  waiting.cancel("foo");
  const error = yield* thrown(waiting);
  expect(error).toBe(caught);
  expect(error).toEqual(new CancelledError("foo"));
});

// CPython: test_locks.ConditionTests.test_cancelled_error_re_aquire
test("a CancelledError thrown while the lock is reacquired reaches the awaiter unchanged", function* () {
  const condition = new Condition();
  let caught: unknown;
  let ready = false;
  function* wait() {
    try {
      yield* condition.use(() => condition.waitFor(() => ready));
    } catch (error) {
      caught = error;
      throw error;
    }
  }
  const waiting = createTask(wait());
  yield* passes();
  yield* condition.acquire();
  ready = true;
  condition.notify();
  yield* passes();
  waiting.cancel("foo");
  condition.release();
  const error = yield* thrown(waiting);
  expect(error).toBe(caught);
  expect(error).toEqual(new CancelledError("foo"));
});

/**
 * Runs two consumers for one item, and cancels the notified one.
 *
 * @param passesBetween the number of passes between the notification and the cancellation
 * @returns the number of items that no consumer took
 */
function* itemsLeft(passesBetween: number) {
  const condition = new Condition();
  let items = 0;
  function* consume() {
    yield* condition.waitFor(() => items > 0);
    items--;
  }
  const consumers = [createTask(condition.use(consume)), createTask(condition.use(consume))];
  yield* passes();
  yield* condition.use(function* () {
    items++;
    condition.notify(1);
    yield* passes(passesBetween);
    consumers[0]!.cancel();
  });
  yield* sleep(1);
  expect(consumers[0]!.cancelled()).toBe(true);
  return items;
}

test("rule 28: a waiter cancelled between its notification and its step passes the notification on", function* () {
  const condition = new Condition();
  const [first, second, third] = [0, 1, 2].map(() => createTask(condition.use(() => condition.wait())));
  yield* passes();
  yield* condition.use(function* () {
    condition.notify();
    first!.cancel();
  });
  yield* passes(3);
  expect([first!.cancelled(), second!.done(), third!.done()]).toEqual([true, true, false]);
  yield* cancelOthers();
});

test("rule 28: a waiter cancelled while it reacquires the lock passes the notification on", function* () {
  const condition = new Condition();
  const [first, second, third] = [0, 1, 2].map(() => createTask(condition.use(() => condition.wait())));
  yield* passes();
  yield* condition.use(function* () {
    condition.notify();
    yield* passes();
    first!.cancel();
  });
  yield* passes(3);
  expect([first!.cancelled(), second!.done(), third!.done()]).toEqual([true, true, false]);
  yield* cancelOthers();
});

// CPython: test_locks.ConditionTests.test_cancelled_wakeup
plain("an item is not lost if the notified consumer is cancelled before its step", () => {
  expect(virtually(() => itemsLeft(0))()).toBe(0);
});

// CPython: test_locks.ConditionTests.test_cancelled_wakeup_relock
plain("an item is not lost if the notified consumer is cancelled while it reacquires the lock", () => {
  expect(virtually(() => itemsLeft(1))()).toBe(0);
});

test("condition.wait() cancelled without a notification causes a spurious wake-up of another waiter", function* () {
  const condition = new Condition();
  const [first, second] = [0, 1].map(() => createTask(condition.use(() => condition.wait())));
  yield* passes();
  first!.cancel();
  yield* sleep(1);
  expect([first!.cancelled(), second!.done()]).toEqual([true, true]);
});
