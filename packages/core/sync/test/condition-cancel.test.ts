import { Condition } from "@asyncio-ts/sync";
import { CancelledError, createTask, getRunningLoop, sleep } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

// CPython: test_locks.ConditionTests.test_wait_cancel
test("a wait that is cancelled takes the lock again before it throws, and leaves nothing behind", () => {
  virtually(function* () {
    const condition = new Condition();
    yield* condition.acquire();
    const waiting = createTask(condition.wait());
    getRunningLoop().callSoon(() => waiting.cancel());
    expect(yield* thrown(waiting)).toBeInstanceOf(CancelledError);
    expect(String(condition)).toBe("<Condition [locked]>");
  });
});

// CPython: test_locks.ConditionTests.test_wait_cancel_contested
test("rule 28: a cancel that comes while the lock is contested is thrown once the lock is held", () => {
  virtually(function* () {
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
});

// CPython: test_locks.ConditionTests.test_wait_cancel_after_notify
test("rule 28: one cancelled while it takes the lock again ends cancelled, after it has had the lock", () => {
  virtually(function* () {
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
});

test("rule 28: whatever cancels arrive, the lock is taken again, and the latest is thrown", () => {
  virtually(function* () {
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
});

// CPython: test_locks.ConditionTests.test_cancelled_error_wakeup
test("the CancelledError of a wait arrives unchanged", () => {
  virtually(function* () {
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
});

// CPython: test_locks.ConditionTests.test_cancelled_error_re_aquire
test("the CancelledError of taking the lock again arrives unchanged", () => {
  virtually(function* () {
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
});

/** Two consumers and one item; the first one is cancelled that many passes after it was notified. Gives what is left. */
function* leftOver(passesBetween: number) {
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

test("rule 28: one cancelled between its notification and its step notifies another", () => {
  virtually(function* () {
    const condition = new Condition();
    const [first, second, third] = [0, 1, 2].map(() => createTask(condition.use(() => condition.wait())));
    yield* passes();
    yield* condition.use(function* () {
      condition.notify();
      first!.cancel();
    });
    yield* passes(3);
    expect([first!.cancelled(), second!.done(), third!.done()]).toEqual([true, true, false]);
  });
});

test("rule 28: one cancelled while it takes the lock again notifies another", () => {
  virtually(function* () {
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
  });
});

// CPython: test_locks.ConditionTests.test_cancelled_wakeup
test("an item is not lost when the one notified of it is cancelled before its step", () => {
  expect(virtually(() => leftOver(0))).toBe(0);
});

// CPython: test_locks.ConditionTests.test_cancelled_wakeup_relock
test("an item is not lost when the one notified of it is cancelled while it takes the lock again", () => {
  expect(virtually(() => leftOver(1))).toBe(0);
});

test("a cancelled wait that nobody notified wakes another without cause", () => {
  virtually(function* () {
    const condition = new Condition();
    const [first, second] = [0, 1].map(() => createTask(condition.use(() => condition.wait())));
    yield* passes();
    first!.cancel();
    yield* sleep(1);
    expect([first!.cancelled(), second!.done()]).toEqual([true, true]);
  });
});
