import { driverOf } from "@asyncio-ts/loop/lowlevel";
import { setCancelWatch } from "@asyncio-ts/tasks/lowlevel";
import {
  CancelledError,
  type Coroutine,
  createTask,
  currentTask,
  ExceptionGroup,
  getRunningLoop,
  sleep,
  taskGroup,
  type Timeout,
  timeout,
  timeoutAt,
  TimeoutError,
} from "@asyncio-ts/tasks";
import { virtually } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { cancelling } from "./current-task.ts";
import { firedTimers } from "./fired-timers.ts";
import { expectReport, reportsOf } from "./reports.ts";
import { now } from "./running-loop.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

/** Returns a body that sleeps for longer than any test, and stores its Timeout in `seen.scope`. */
function sleeping(seen: { scope?: Timeout } = {}) {
  return function* (scope: Timeout): Coroutine<void> {
    seen.scope = scope;
    yield* sleep(1_000_000);
  };
}

describe("a body that ends before the deadline", () => {
  // CPython: test_timeouts.test_timeout_not_called
  test("timeout() returns the body's result when the body ends before the deadline", function* () {
    let scope: Timeout | undefined;
    const result = yield* timeout(100, function* (own) {
      scope = own;
      return yield* sleep(10, "result");
    });
    expect(result).toBe("result");
    expect([scope!.expired(), scope!.when()]).toEqual([false, 100]);
    expect(now()).toBe(10);
  });

  // CPython: test_timeouts.test_timeout_disabled
  // CPython: test_timeouts.test_timeout_at_disabled
  test("timeout(null) and timeoutAt(null) set no deadline", function* () {
    for (const limit of [timeout, timeoutAt]) {
      yield* limit(null, function* (scope) {
        expect(scope.when()).toBe(null);
        yield* sleep(1_000_000);
        expect(scope.expired()).toBe(false);
      });
    }
  });

  plain("timeout() and timeoutAt() leave no timer when the body ends before the deadline", () => {
    expect(firedTimers(() => timeout(1000, () => sleep(10)))).toEqual([10]);
    expect(firedTimers(() => timeoutAt(1000, () => sleep(0)))).toEqual([]);
  });

  // CPython: test_timeouts.test_foreign_exception_passed
  test("timeout() throws an error of the body unchanged", function* () {
    const error = new RangeError("of the body");
    let scope: Timeout | undefined;
    const limited = timeout(10, function* (own) {
      scope = own;
      throw error;
    });
    expect(yield* thrown(limited)).toBe(error);
    expect(scope!.expired()).toBe(false);
  });
});

describe("rule 23: a deadline that is reached", () => {
  // CPython: test_timeouts.test_timeout_basic
  // CPython: test_timeouts.test_waiter_cancelled
  // CPython: test_timeouts.test_timeout_exception_context
  test("rule 23: timeout() throws TimeoutError at the deadline, with the CancelledError as its cause", function* () {
    const seen: { scope?: Timeout } = {};
    let caught: unknown;
    const limited = timeout(10, function* (scope) {
      seen.scope = scope;
      try {
        yield* sleep(1000);
      } catch (error) {
        caught = error;
        throw error;
      }
    });
    const error = yield* thrown(limited);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(caught).toBeInstanceOf(CancelledError);
    expect(error.cause).toBe(caught);
    expect(seen.scope!.expired()).toBe(true);
    expect(now()).toBe(10);
    expect(cancelling()).toBe(0);
  });

  // CPython: test_timeouts.test_timeout_at_basic
  test("timeoutAt() takes a time on the loop's clock", function* () {
    yield* sleep(100);
    const seen: { scope?: Timeout } = {};
    expect(yield* thrown(timeoutAt(130, sleeping(seen)))).toBeInstanceOf(TimeoutError);
    expect(now()).toBe(130);
    expect(seen.scope!.when()).toBe(130);
  });

  // CPython: test_timeouts.test_foreign_exception_on_timeout
  test("rule 23: timeout() throws an error of the cancelled body unchanged, and takes its cancellation request back", function* () {
    const error = new RangeError("in cleanup");
    const limited = timeout(10, function* () {
      yield* thrown(sleep(1000));
      throw error;
    });
    expect(yield* thrown(limited)).toBe(error);
    expect(cancelling()).toBe(0);
  });

  test("rule 23: timeout() returns the result of a body that swallows the cancellation, and takes its request back", function* () {
    let scope: Timeout | undefined;
    const result = yield* timeout(10, function* (own) {
      scope = own;
      yield* thrown(sleep(1000));
      return "swallowed";
    });
    expect(result).toBe("swallowed");
    expect(scope!.expired()).toBe(true);
    expect(cancelling()).toBe(0);
    yield* sleep(100);
  });

  // CPython: test_timeouts.test_outer_task_is_not_cancelled
  test("a timeout that expires does not leave its task cancelled", function* () {
    const task = createTask(function* () {
      yield* thrown(timeout(10, sleeping()));
    });
    yield* task;
    expect(task.cancelled()).toBe(false);
  });

  // CPython: test_timeouts.test_timeout_taskgroup
  test("timeout() throws an ExceptionGroup of the cancelled body without adding a TimeoutError", function* () {
    const limited = timeout(10, () =>
      taskGroup(function* (group) {
        group.createTask(function* () {
          yield* thrown(sleep(1000));
          throw new RangeError("in cleanup");
        });
        yield* sleep(1000);
      }),
    );
    const error = yield* thrown(limited);
    expect(error).toBeInstanceOf(ExceptionGroup);
    expect(error.errors).toEqual([expect.any(RangeError)]);
    expect(cancelling()).toBe(0);
  });
});

describe.each([0, -11])("a deadline of %d ms", (ms) => {
  // CPython: test_timeouts.test_timeout_zero
  test("rule 23: timeout() with a deadline that has passed starts the body and cancels it at its first await", function* () {
    const seen: { scope?: Timeout } = {};
    expect(yield* thrown(timeout(ms, sleeping(seen)))).toBeInstanceOf(TimeoutError);
    expect(seen.scope!.expired()).toBe(true);
    expect(seen.scope!.when()).toBe(ms);
    expect(now()).toBe(0);
  });

  // CPython: test_timeouts.test_timeout_zero_sleep_zero
  // CPython: test_timeouts.test_timeout_in_the_past_sleep_zero
  test("rule 23: timeout() with a deadline that has passed expires through callSoon(), during one sleep(0) of the body", function* () {
    const order: string[] = [];
    getRunningLoop().callSoon(() => order.push("before"));
    const limited = timeout(ms, function* (scope) {
      getRunningLoop().callSoon(() => order.push(scope.expired() ? "after" : "too early"));
      yield* sleep(0);
    });
    expect(yield* thrown(limited)).toBeInstanceOf(TimeoutError);
    expect(order).toEqual(["before", "after"]);
  });

  test("rule 23: timeout() with a deadline that has passed returns the result of a body that never suspends", function* () {
    const result = yield* timeout(ms, function* () {
      return "quick";
    });
    expect(result).toBe("quick");
    yield* sleep(10);
    expect(cancelling()).toBe(0);
  });
});

describe("rule 23: a cancellation from outside", () => {
  // CPython: test_timeouts.test_foreign_cancel_doesnt_timeout_if_not_expired
  test("rule 23: cancelling the task before the deadline throws CancelledError with its message", function* () {
    const seen: { scope?: Timeout } = {};
    const task = createTask(timeout(1000, sleeping(seen)));
    yield* sleep(10);
    task.cancel("from outside");
    expect(yield* thrown(task)).toMatchObject({ message: "from outside" });
    expect(task.cancelled()).toBe(true);
    expect(seen.scope!.expired()).toBe(false);
  });

  // CPython: test_timeouts.test_foreign_cancel_doesnt_timeout_if_not_expired
  test("timeout() throws CancelledError when the body cancels its own task before the deadline", function* () {
    const task = createTask(
      timeout(1000, function* () {
        currentTask()!.cancel();
        yield* sleep(1000);
      }),
    );
    expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
  });

  test.each(["before", "after"])(
    "rule 23: cancelling the task in the tick of the deadline, %s it, throws CancelledError",
    function* (moment) {
      const loop = getRunningLoop();
      const counts: number[] = [];
      const task = createTask(function* () {
        if (moment === "before") loop.callAt(10, () => task.cancel("from outside"));
        const limited = timeoutAt(10, function* () {
          if (moment === "after") loop.callAt(10, () => task.cancel("from outside"));
          yield* sleep(1000);
        });
        const error = yield* thrown(limited);
        counts.push(task.cancelling());
        throw error;
      });
      expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
      // The timeout has taken back its own request, and the request from outside remains.
      expect(counts).toEqual([1]);
    },
  );

  test("rule 23: cancelling the task while the body cleans up after the deadline throws CancelledError with its message", function* () {
    const task = createTask(
      timeout(10, function* () {
        try {
          yield* sleep(1000);
        } finally {
          yield* sleep(1000);
        }
      }),
    );
    yield* sleep(20);
    task.cancel("from outside");
    expect(yield* thrown(task)).toMatchObject({ message: "from outside" });
    expect(task.cancelled()).toBe(true);
    expect(task.cancelling()).toBe(1);
  });

  // CPython: test_timeouts.test_timeout_after_cancellation
  test("rule 23: timeout() throws TimeoutError in spite of cancellation requests from before its entry, and leaves them in place", function* () {
    const task = createTask(function* () {
      task.cancel();
      yield* thrown(sleep(1000));
      expect(task.cancelling()).toBe(1);
      // The task cleans up with timeouts of its own.
      expect(yield* thrown(timeout(0, sleeping()))).toBeInstanceOf(TimeoutError);
      expect(yield* thrown(timeout(10, sleeping()))).toBeInstanceOf(TimeoutError);
      expect(task.cancelling()).toBe(1);
    });
    yield* task;
  });

  // CPython: test_timeouts.test_cancel_in_timeout_after_cancellation
  test("rule 23: timeout() throws CancelledError when a request is added to one from before its entry", function* () {
    const task = createTask(function* () {
      task.cancel();
      yield* thrown(sleep(1000));
      const limited = timeout(1000, function* () {
        task.cancel();
        yield* sleep(2000);
      });
      expect(yield* thrown(limited)).toBeInstanceOf(CancelledError);
    });
    yield* task;
    expect(task.cancelling()).toBe(2);
  });

  test("rule 23: timeout() throws TimeoutError when the body takes back the cancellation request from outside", function* () {
    const task = createTask(function* () {
      const limited = timeout(10, function* () {
        try {
          yield* sleep(1000);
        } catch (error) {
          task.uncancel();
          throw error;
        }
      });
      getRunningLoop().callAt(10, () => task.cancel());
      expect(yield* thrown(limited)).toBeInstanceOf(TimeoutError);
      expect(task.cancelling()).toBe(0);
    });
    yield* task;
  });
});

describe("rule 23: nested timeouts", () => {
  // CPython: test_timeouts.test_nested_timeouts
  test("rule 23: two nested timeouts with one deadline both expire, and the outer one throws TimeoutError", function* () {
    const [outer, inner]: { scope?: Timeout }[] = [{}, {}];
    let between: unknown;
    const limited = timeoutAt(10, function* (scope) {
      outer!.scope = scope;
      between = yield* thrown(timeoutAt(10, sleeping(inner)));
      throw between;
    });
    const error = yield* thrown(limited);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(between).toBeInstanceOf(CancelledError);
    expect(error.cause).toBe(between);
    expect([outer!.scope!.expired(), inner!.scope!.expired()]).toEqual([true, true]);
    expect(cancelling()).toBe(0);
  });

  test("rule 23: an inner timeout that expires first throws TimeoutError, and the outer timeout stays active", function* () {
    const limited = timeout(100, function* () {
      expect(yield* thrown(timeout(10, sleeping()))).toBeInstanceOf(TimeoutError);
      expect(now()).toBe(10);
      yield* sleep(1000);
    });
    expect(yield* thrown(limited)).toBeInstanceOf(TimeoutError);
    expect(now()).toBe(100);
  });

  test("rule 23: an outer timeout that expires first throws TimeoutError, and the inner timeout does not expire", function* () {
    const inner: { scope?: Timeout } = {};
    expect(yield* thrown(timeout(10, () => timeout(100, sleeping(inner))))).toBeInstanceOf(TimeoutError);
    expect(inner.scope!.expired()).toBe(false);
    expect(now()).toBe(10);
  });

  /** Runs two nested timeouts around a step that blocks for `ms`. Returns the error of the inner and of the outer one, and the time. */
  const blockInside = (outer: number, inner: number, ms: number) =>
    virtually(function* () {
      const loop = getRunningLoop();
      const order: unknown[] = [];
      const limited = timeout(outer, function* () {
        const error = yield* thrown(
          timeout(inner, function* () {
            driverOf(loop).park(now() + ms, () => {});
            yield* sleep(1000);
          }),
        );
        order.push(error.name);
        if (error instanceof CancelledError) throw error;
        yield* sleep(10_000);
      });
      order.push((yield* thrown(limited)).name, now());
      return order;
    })();

  // CPython: test_timeouts.test_nested_timeouts_concurrent
  // CPython: test_timeouts.test_nested_timeouts_loop_busy
  plain("rule 23: after a step that blocks past deadlines of nested timeouts, the outermost expired one throws TimeoutError", () => {
    expect(blockInside(2, 100, 10)).toEqual(["CancelledError", "TimeoutError", 10]);
    expect(blockInside(100, 10, 50)).toEqual(["TimeoutError", "TimeoutError", 100]);
    expect(blockInside(100, 10, 100)).toEqual(["CancelledError", "TimeoutError", 100]);
  });

  // CPython: test_timeouts.test_nested_timeout_in_finally
  test("a timeout in the clean-up of another one has its own CancelledError as its cause", function* () {
    let inner: any;
    const limited = timeout(10, function* () {
      try {
        yield* sleep(1000);
      } finally {
        inner = yield* thrown(timeout(10, sleeping()));
      }
    });
    const outer = yield* thrown(limited);
    expect([outer, inner]).toEqual([expect.any(TimeoutError), expect.any(TimeoutError)]);
    expect([outer.cause, inner.cause]).toEqual([expect.any(CancelledError), expect.any(CancelledError)]);
    expect(outer.cause).not.toBe(inner.cause);
    expect(now()).toBe(20);
  });
});

describe("rule 23: scope.reschedule()", () => {
  // CPython: test_timeouts.test_reschedule
  plain("rule 23: scope.reschedule() moves the deadline later or earlier, and removes it for null", () => {
    for (const [when, end] of [
      [200, 200],
      [50, 50],
      [null, 1000],
    ] as const) {
      virtually(function* () {
        const limited = timeout(100, function* (scope) {
          yield* sleep(10);
          scope.reschedule(when);
          expect(scope.when()).toBe(when);
          yield* sleep(990);
          throw new RangeError("not at all");
        });
        expect((yield* thrown(limited)).name).toBe(when === null ? "RangeError" : "TimeoutError");
        expect(now()).toBe(end);
      })();
    }
  });

  // CPython: test_timeouts.test_reschedule
  test("scope.reschedule() can be called by another task", function* () {
    const seen: { scope?: Timeout } = {};
    const task = createTask(timeoutAt(10, sleeping(seen)));
    yield* sleep(0);
    seen.scope!.reschedule(30);
    seen.scope!.reschedule(null);
    expect(seen.scope!.when()).toBe(null);
    yield* sleep(50);
    task.cancel();
    expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
    expect(seen.scope!.expired()).toBe(false);
  });

  test("scope.reschedule() to a time that has passed makes the timeout expire in the next pass", function* () {
    const limited = timeout(1000, function* (scope) {
      yield* sleep(10);
      scope.reschedule(5);
      yield* sleep(0);
    });
    expect(yield* thrown(limited)).toBeInstanceOf(TimeoutError);
    expect(now()).toBe(10);
  });

  plain("scope.reschedule() removes the timer of the earlier deadline", () => {
    const program = () =>
      timeout(50, function* (scope) {
        scope.reschedule(100);
        yield* sleep(70);
      });
    expect(firedTimers(program)).toEqual([70]);
  });

  /** Reschedules a deadline of 10 in its own pass, just before it expires. Returns the error's name, the new deadline and the time. */
  const rescheduleWhenDue = (...deadlines: (number | null)[]) =>
    virtually(function* () {
      const loop = getRunningLoop();
      const seen: { scope?: Timeout } = {};
      const expired: boolean[] = [];
      loop.callAt(10, () => deadlines.forEach((when) => seen.scope!.reschedule(when)));
      const limited = timeoutAt(10, function* (scope) {
        seen.scope = scope;
        loop.callAt(10, () => expired.push(scope.expired()));
        yield* sleep(1000);
        throw new RangeError("not at all");
      });
      const { name } = yield* thrown(limited);
      // The timeout has not expired in the pass in which it was rescheduled.
      expect(expired).toEqual([false]);
      yield* sleep(1000);
      expect(cancelling()).toBe(0);
      return [name, seen.scope!.when(), now() - 1000];
    })();

  plain("scope.reschedule() in the pass of the deadline, before it expires, takes effect, and the last of several calls counts", () => {
    expect(rescheduleWhenDue(20)).toEqual(["TimeoutError", 20, 20]);
    expect(rescheduleWhenDue(null)).toEqual(["RangeError", null, 1000]);
    expect(rescheduleWhenDue(5)).toEqual(["TimeoutError", 5, 10]);
    expect(rescheduleWhenDue(10)).toEqual(["TimeoutError", 10, 10]);
    expect(rescheduleWhenDue(20, null)).toEqual(["RangeError", null, 1000]);
    expect(rescheduleWhenDue(null, 20)).toEqual(["TimeoutError", 20, 20]);
    expect(rescheduleWhenDue(5, 20)).toEqual(["TimeoutError", 20, 20]);
    expect(rescheduleWhenDue(5, null)).toEqual(["RangeError", null, 1000]);
    expect(rescheduleWhenDue(20, 5)).toEqual(["TimeoutError", 5, 10]);
    expect(rescheduleWhenDue(20, 30, 25)).toEqual(["TimeoutError", 25, 25]);
  });

  test("scope.reschedule() to a later time cancels a deadline that has passed but not expired yet", function* () {
    const limited = timeout(0, function* (scope) {
      scope.reschedule(20);
      yield* sleep(1000);
    });
    expect(yield* thrown(limited)).toBeInstanceOf(TimeoutError);
    expect(now()).toBe(20);
  });

  test("timeout() returns the result of a body that ends in the pass of the deadline, before it expires", function* () {
    const loop = getRunningLoop();
    const seen: { scope?: Timeout } = {};
    const result = yield* timeout(10, function* (scope) {
      seen.scope = scope;
      driverOf(loop).park(now() + 20, () => {});
      return yield* sleep(0, "in time");
    });
    expect([result, seen.scope!.expired()]).toEqual(["in time", false]);
    yield* sleep(0);
    expect([seen.scope!.expired(), cancelling()]).toEqual([false, 0]);
  });

  // CPython: test_timeouts.test_timeout_finished
  // CPython: test_timeouts.test_timeout_expired
  // CPython: test_timeouts.test_timeout_expiring
  test("rule 23: scope.reschedule() throws once the timeout has expired or the body has ended", function* () {
    const seen: { scope?: Timeout } = {};
    yield* timeout(10, function* (scope) {
      seen.scope = scope;
    });
    expect(() => seen.scope!.reschedule(20)).toThrow("finished");

    yield* thrown(timeout(10, sleeping(seen)));
    expect(() => seen.scope!.reschedule(20)).toThrow("expired");

    yield* timeout(10, function* (scope) {
      yield* thrown(sleep(1000));
      expect(() => scope.reschedule(20)).toThrow("expiring");
    });
  });

  test("scope.reschedule() and timeoutAt() throw TypeError for a time that is neither a number nor null", function* () {
    yield* timeout(10, function* (scope) {
      for (const invalid of [Number.NaN, "5", undefined]) expect(() => scope.reschedule(invalid as never)).toThrow(TypeError);
    });
    expect(yield* thrown(timeoutAt("5" as never, sleeping()))).toBeInstanceOf(TypeError);
  });
});

// CPython: test_timeouts.test_timeout_without_task
test("timeout() and timeoutAt() outside a task throw", function* () {
  const errors: unknown[] = [];
  getRunningLoop().callSoon(() => {
    for (const coroutine of [timeout(10, sleeping()), timeoutAt(null, sleeping())]) {
      try {
        coroutine.next();
      } catch (error) {
        errors.push(error);
      }
    }
  });
  yield* sleep(0);
  expect(errors).toMatchObject([
    { message: expect.stringContaining("inside a task") },
    { message: expect.stringContaining("inside a task") },
  ]);
});

test("an error while a timeout cancels its task at the deadline is reported, and the loop goes on", function* () {
  const reports = reportsOf(getRunningLoop());
  const seen: { scope?: Timeout } = {};
  const task = createTask(timeout(10, sleeping(seen)));
  const exception = new RangeError("no cancel");
  setCancelWatch(task, {
    cancelRequested() {
      throw exception;
    },
  });
  yield* sleep(20);
  expectReport(reports, { message: "Exception in callback of <Timeout [active] when=10>", exception });
  expect([task.done(), seen.scope!.expired()]).toEqual([false, false]);
  setCancelWatch(task, null);
  task.cancel();
  expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
});

test("closing the coroutine of timeout() removes its deadline", function* () {
  const limited = timeout(10, sleeping());
  limited.next();
  limited.return(undefined);
  yield* sleep(100);
  expect(cancelling()).toBe(0);
});

// CPython: test_timeouts.test_repr_active
// CPython: test_timeouts.test_repr_expired
// CPython: test_timeouts.test_repr_finished
// CPython: test_timeouts.test_repr_disabled
test("String(scope) shows the state and the deadline", function* () {
  const seen: { scope?: Timeout } = {};
  yield* timeout(null, function* (scope) {
    seen.scope = scope;
    expect(String(scope)).toBe("<Timeout [active] when=null>");
    scope.reschedule(1500);
    expect(String(scope)).toBe("<Timeout [active] when=1500>");
  });
  expect(String(seen.scope)).toBe("<Timeout [finished]>");
  yield* thrown(timeout(10, sleeping(seen)));
  expect(String(seen.scope)).toBe("<Timeout [expired]>");
});
