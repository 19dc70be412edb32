import { CancelledError, createTask, currentTask, sleep, type Task, TimeoutError } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { test } from "@asyncio-ts/testing/vitest";
import { afterEach, beforeEach, expect, test as plain } from "vitest";
import { onePass } from "./one-pass.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

// CPython: test_tasks.test_cancelling
plain("task.cancelling() counts the cancellation requests, and String(task) shows a task with requests as cancelling", () => {
  const task = loop.createTask(sleep(10_000));
  expect(task.cancelling()).toBe(0);
  expect(String(task)).not.toContain("cancelling");
  expect(task.cancel()).toBe(true);
  expect(task.cancelling()).toBe(1);
  expect(String(task)).toContain("cancelling");
  expect(task.cancel()).toBe(true);
  expect(task.cancelling()).toBe(2);
  expect(() => loop.runUntilComplete(task)).toThrow(CancelledError);
});

plain("task.uncancel() lowers the count, not below 0, and returns it", () => {
  const task = loop.createTask(sleep(10_000));
  task.cancel();
  task.cancel();
  expect([task.uncancel(), task.uncancel(), task.uncancel()]).toEqual([1, 0, 0]);
  expect(task.cancelling()).toBe(0);
  task.cancel();
  expect(() => loop.runUntilComplete(task)).toThrow(CancelledError);
});

// CPython: test_tasks.test_uncancel_basic
plain("a task that catches its cancellation and calls uncancel() goes on, and can be cancelled again", () => {
  const task = loop.createTask(function* () {
    try {
      yield* sleep(10_000);
    } catch {
      currentTask()!.uncancel();
      yield* sleep(10_000);
    }
  });
  loop.runUntilComplete(sleep(10));
  task.cancel();
  expect([task.cancelling(), task.cancelled()]).toEqual([1, false]);
  loop.runUntilComplete(sleep(10));
  expect([task.cancelling(), task.cancelled()]).toEqual([0, false]);
  expect(String(task)).not.toContain("cancelling");
  task.cancel();
  expect(() => loop.runUntilComplete(task)).toThrow(CancelledError);
  expect(task.cancelled()).toBe(true);
  task.uncancel();
  expect([task.cancelled(), task.done()]).toEqual([true, true]);
});

// CPython: test_tasks.test_uncancel_resets_must_cancel
plain("rule 13: task.uncancel() down to 0 clears a request that was not thrown yet", () => {
  const future = loop.createFuture<void>();
  const task = loop.createTask(function* () {
    yield* future;
    return 42;
  });
  onePass(loop);
  future.setResult();
  task.cancel();
  expect(task.cancelling()).toBe(1);
  expect(task.uncancel()).toBe(0);
  expect(loop.runUntilComplete(task)).toBe(42);
});

plain("rule 13: task.uncancel() to a count above 0 leaves the request in place", () => {
  const task = loop.createTask(function* () {
    return 42;
  });
  task.cancel("first");
  task.cancel("second");
  expect(task.uncancel()).toBe(1);
  expect(() => loop.runUntilComplete(task)).toThrow(new CancelledError("second"));
});

plain("rule 13: a task that cancels and uncancels itself in one step ends normally", () => {
  const task: Task<number> = loop.createTask(function* () {
    task.cancel();
    task.uncancel();
    yield* sleep(0);
    return 12;
  });
  expect(loop.runUntilComplete(task)).toBe(12);
});

plain("task.uncancel() does not stop a CancelledError once the awaited future was cancelled", () => {
  const future = loop.createFuture<void>();
  const task = loop.createTask(function* () {
    yield* future;
  });
  onePass(loop);
  task.cancel();
  expect(task.uncancel()).toBe(0);
  expect(() => loop.runUntilComplete(task)).toThrow(CancelledError);
});

/** A timeout written by hand, with `cancel`, `uncancel` and `cancelling` alone. */
function* requestWithTimeout(duration: number, limit: number) {
  const task = currentTask()!;
  let timedOut = false;
  let finished = false;
  const timer = task.getLoop().callLater(limit, () => {
    timedOut = true;
    task.cancel();
  });
  try {
    try {
      yield* sleep(duration);
      finished = true;
    } catch (error) {
      if (timedOut && task.uncancel() === 0 && error instanceof CancelledError) throw new TimeoutError();
      throw error;
    } finally {
      timer.cancel();
    }
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
  }
  yield* sleep(0);
  return { timedOut, finished, cancelling: task.cancelling() };
}

// CPython: test_tasks.test_uncancel_structured_blocks
test("a timeout written by hand that expires lets its task go on without cancellation requests", function* () {
  expect(yield* requestWithTimeout(10_000, 100)).toEqual({ timedOut: true, finished: false, cancelling: 0 });
});

// CPython: test_tasks.test_uncancel_structured_blocks
test("a timeout written by hand that does not expire does not cancel its block", function* () {
  expect(yield* requestWithTimeout(0, 10_000)).toEqual({ timedOut: false, finished: true, cancelling: 0 });
});

test("a timeout written by hand does not swallow a cancellation from outside", function* () {
  const task = createTask(requestWithTimeout(10_000, 100));
  yield* sleep(0);
  task.cancel("from outside");
  expect(yield* thrown(task)).toEqual(new CancelledError("from outside"));
});
