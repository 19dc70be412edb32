import {
  allTasks,
  type Awaitable,
  CancelledError,
  type Coroutine,
  createTask,
  currentTask,
  getRunningLoop,
  shield,
  sleep,
  TimeoutError,
  waitFor,
} from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { firedTimers } from "./fired-timers.ts";
import { future, now } from "./running-loop.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

/** Sleeps for `ms` and swallows every cancellation. */
function* uncancellable(ms: number): Coroutine<string> {
  const end = now() + ms;
  while (now() < end) {
    try {
      yield* sleep(end - now());
    } catch {}
  }
  return "exited";
}

/** Ends `ms` after it was cancelled. */
function* slowToCancel(ms: number): Coroutine<void> {
  try {
    yield* sleep(10_000);
  } finally {
    yield* sleep(ms);
  }
}

describe("an awaitable that is done before the timeout", () => {
  // CPython: test_waitfor.test_wait_for_race_condition
  test("waitFor() returns the result of a future that is done before the timeout", function* () {
    const answer = future<string>();
    getRunningLoop().callLater(100, () => answer.setResult("ok"));
    expect(yield* waitFor(answer, 200)).toBe("ok");
    expect(now()).toBe(100);
  });

  // CPython: test_waitfor.test_wait_for_blocking
  test("waitFor() with a timeout of null waits without limit", function* () {
    expect(yield* waitFor(sleep(1_000_000, "done"), null)).toBe("done");
  });

  test("waitFor() accepts coroutine functions and user-defined awaitables", function* () {
    const own: Awaitable<string> = {
      *[Symbol.iterator]() {
        return yield* sleep(5, "own");
      },
    };
    expect(yield* waitFor(() => sleep(5, "function"), 100)).toBe("function");
    expect(yield* waitFor(own, 100)).toBe("own");
    expect(yield* waitFor(own, null)).toBe("own");
  });

  test("waitFor() accepts promises on a host loop", { host: true }, function* () {
    expect(yield* waitFor(Promise.resolve("promised"), 100)).toBe("promised");
    expect(yield* thrown(waitFor(new Promise(() => {}), 100))).toBeInstanceOf(TimeoutError);
    expect(now()).toBe(100);
  });

  test("waitFor() throws TypeError for a value that is not awaitable", function* () {
    for (const invalid of [5, null, [sleep(1)], {}, "text"]) {
      expect(yield* thrown(waitFor(invalid as never, 100))).toBeInstanceOf(TypeError);
      expect(yield* thrown(waitFor(invalid as never, 0))).toBeInstanceOf(TypeError);
    }
  });
});

describe("rule 20: the caller's own task", () => {
  test("rule 20: waitFor() runs a coroutine in the caller's task and creates no other task", function* () {
    function* inner() {
      yield* sleep(1);
      expect(allTasks().size).toBe(1);
      return currentTask();
    }
    expect(yield* waitFor(inner(), 100)).toBe(currentTask());
    expect(yield* waitFor(inner, null)).toBe(currentTask());
  });
});

describe("rule 20: a timeout that expires", () => {
  // CPython: test_waitfor.test_wait_for
  // CPython: test_waitfor.test_wait_for_waits_for_task_cancellation
  test("rule 20: waitFor() cancels the task, waits for its end, and throws TimeoutError with the CancelledError as its cause", function* () {
    const task = createTask(slowToCancel(50));
    const error = yield* thrown(waitFor(task, 100));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.cause).toBeInstanceOf(CancelledError);
    expect(task.cancelled()).toBe(true);
    expect(now()).toBe(150);
    expect(currentTask()!.cancelling()).toBe(0);
  });

  // CPython: test_waitfor.test_asyncio_wait_for_timeout
  // CPython: test_waitfor.test_wait_for_cancellation_race_condition
  // CPython: test_waitfor.test_wait_for_cancel_suppressed
  test("waitFor() waits for a task or coroutine that swallows the cancellation, and returns its result", function* () {
    expect(yield* waitFor(createTask(uncancellable(200)), 100)).toBe("exited");
    expect(now()).toBe(200);
    expect(yield* waitFor(uncancellable(200), 100)).toBe("exited");
  });

  // CPython: test_waitfor.test_wait_for_reraises_exception_during_cancellation
  test("waitFor() throws an error of the task's clean-up in place of TimeoutError", function* () {
    const error = new Error("while cleaning up");
    function* inner() {
      yield* thrown(sleep(200));
      throw error;
    }
    expect(yield* thrown(waitFor(createTask(inner), 10))).toBe(error);
  });

  plain("waitFor() leaves no timer when the awaitable is done before the timeout", () => {
    expect(firedTimers(() => waitFor(sleep(10), 10_000))).toEqual([10]);
  });
});

describe.each([0, -1])("a timeout of %d ms", (ms) => {
  // CPython: test_waitfor.test_wait_for_timeout_less_then_0_or_0_future_done
  test("rule 20: waitFor() with a timeout ≤ 0 returns the result or throws the error of a done future", function* () {
    const done = future<string>();
    done.setResult("done");
    expect(yield* waitFor(done, ms)).toBe("done");
    const failed = future<string>();
    failed.setException(new RangeError("failed"));
    expect(yield* thrown(waitFor(failed, ms))).toBeInstanceOf(RangeError);
  });

  // CPython: test_waitfor.test_wait_for_timeout_less_then_0_or_0_coroutine_do_not_started
  test("rule 20: waitFor() with a timeout ≤ 0 throws TimeoutError without starting a coroutine", function* () {
    let began = false;
    function* inner(): Coroutine<void> {
      began = true;
    }
    expect(yield* thrown(waitFor(inner(), ms))).toBeInstanceOf(TimeoutError);
    expect(yield* thrown(waitFor(inner, ms))).toBeInstanceOf(TimeoutError);
    expect(began).toBe(false);
    expect(now()).toBe(0);
  });

  // CPython: test_waitfor.test_wait_for_timeout_less_then_0_or_0
  // CPython: test_waitfor.test_wait_for_waits_for_task_cancellation_w_timeout_0
  test("rule 20: waitFor() with a timeout ≤ 0 cancels a task, waits for its end, and throws TimeoutError with its CancelledError as the cause", function* () {
    let own: unknown;
    const task = createTask(function* () {
      try {
        yield* sleep(10_000);
      } catch (error) {
        own = error;
        yield* sleep(50);
        throw error;
      }
    });
    yield* sleep(1);
    const error = yield* thrown(waitFor(task, ms));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.cause).toBe(own);
    expect(task.cancelled()).toBe(true);
    expect(now()).toBe(51);
  });

  test("rule 20: waitFor() with a timeout ≤ 0 returns the result of a task that swallows the cancellation", function* () {
    const task = createTask(uncancellable(100));
    yield* sleep(1);
    expect(yield* waitFor(task, ms)).toBe("exited");
  });
});

describe("cancellation of the waiting task", () => {
  // CPython: test_waitfor.test_cancel_blocking_wait_for
  // CPython: test_waitfor.test_cancel_wait_for
  test.each([null, 60_000])("cancelling a task in waitFor() with a timeout of %s cancels the awaited task", function* (ms) {
    const task = createTask(function* () {
      yield* future<void>();
    });
    const waiting = createTask(waitFor(task, ms));
    getRunningLoop().callSoon(() => waiting.cancel("enough"));
    expect(yield* thrown(waiting)).toMatchObject({ message: "enough" });
    expect(task.cancelled()).toBe(true);
  });

  // CPython: test_waitfor.test_asyncio_wait_for_cancelled
  test("cancelling a task in waitFor() waits for an awaited task that swallows the cancellation, and returns its result", function* () {
    const inner = createTask(uncancellable(200));
    const waiting = createTask(waitFor(inner, 400));
    yield* sleep(1);
    waiting.cancel();
    expect(yield* waiting).toBe("exited");
    expect(now()).toBe(200);
  });

  // CPython: test_waitfor.test_wait_for_self_cancellation
  test("cancelling a task before its waitFor() has begun does not cancel the awaited task", function* () {
    const inner = createTask(uncancellable(300));
    const waiting = createTask(waitFor(inner, 100));
    waiting.cancel();
    expect(yield* thrown(waiting)).toBeInstanceOf(CancelledError);
    expect(inner.cancelling()).toBe(0);
    expect(yield* inner).toBe("exited");
  });

  // CPython: test_waitfor.test_wait_for_issue86296
  test("cancelling a task in waitFor() after the awaited task is done, before the wake-up, throws CancelledError", function* () {
    let resumed = false;
    const inner = createTask(sleep(0, "done"));
    const waiting = createTask(function* () {
      yield* waitFor(inner, 100);
      yield* sleep(1000);
      resumed = true;
    });
    yield* sleep(0);
    yield* sleep(0);
    expect(inner.done()).toBe(true);
    waiting.cancel();
    expect(yield* thrown(waiting)).toBeInstanceOf(CancelledError);
    expect(yield* inner).toBe("done");
    expect(resumed).toBe(false);
  });
});

describe("waitFor() and shield()", () => {
  // CPython: test_waitfor.WaitForShieldTests.test_zero_timeout
  test("waitFor() with a timeout of 0 cancels a shield, and the shielded task goes on", function* () {
    const task = createTask(sleep(10, "done"));
    const shielded = shield(task);
    expect(yield* thrown(waitFor(shielded, 0))).toBeInstanceOf(TimeoutError);
    expect([shielded.cancelled(), task.done()]).toEqual([true, false]);
    expect(yield* task).toBe("done");
  });

  // CPython: test_waitfor.WaitForShieldTests.test_none_timeout
  test("waitFor() with a timeout of null returns the result of a shielded task", function* () {
    const task = createTask(sleep(100, "done"));
    expect(yield* waitFor(shield(task), null)).toBe("done");
    expect(task.result()).toBe("done");
  });

  // CPython: test_waitfor.WaitForShieldTests.test_shielded_timeout
  test("waitFor() whose timeout expires does not cancel a shielded task", function* () {
    const task = createTask(sleep(100, "done"));
    expect(yield* thrown(waitFor(shield(task), 10))).toBeInstanceOf(TimeoutError);
    expect(task.done()).toBe(false);
    expect(yield* task).toBe("done");
  });
});
