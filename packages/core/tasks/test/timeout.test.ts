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
import { describe, expect, test } from "vitest";
import { expectReport, reportsOf } from "./reports.ts";
import { stops } from "./stops.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

const now = (): number => getRunningLoop().time();

const cancelling = (): number => currentTask()!.cancelling();

/** A body that sleeps for ever, and puts its scope where the test can see it. */
function sleeping(seen: { scope?: Timeout } = {}) {
  return function* (scope: Timeout): Coroutine<void> {
    seen.scope = scope;
    yield* sleep(1_000_000);
  };
}

describe("in time", () => {
  // CPython: test_timeouts.test_timeout_not_called
  test("gives what the body returns", () => {
    virtually(function* () {
      let scope: Timeout | undefined;
      const result = yield* timeout(100, function* (own) {
        scope = own;
        return yield* sleep(10, "result");
      });
      expect(result).toBe("result");
      expect([scope!.expired(), scope!.when()]).toEqual([false, 100]);
      expect(now()).toBe(10);
    });
  });

  // CPython: test_timeouts.test_timeout_disabled
  // CPython: test_timeouts.test_timeout_at_disabled
  test("null is no limit", () => {
    virtually(function* () {
      for (const limit of [timeout, timeoutAt]) {
        yield* limit(null, function* (scope) {
          expect(scope.when()).toBe(null);
          yield* sleep(1_000_000);
          expect(scope.expired()).toBe(false);
        });
      }
    });
  });

  test("leaves no timer", () => {
    expect(stops(() => timeout(1000, () => sleep(10)))).toEqual([10]);
    expect(stops(() => timeoutAt(1000, () => sleep(0)))).toEqual([]);
  });

  // CPython: test_timeouts.test_foreign_exception_passed
  test("an error of the body passes unchanged", () => {
    virtually(function* () {
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
});

describe("rule 23: a limit that is reached", () => {
  // CPython: test_timeouts.test_timeout_basic
  // CPython: test_timeouts.test_waiter_cancelled
  // CPython: test_timeouts.test_timeout_exception_context
  test("rule 23: becomes TimeoutError with the CancelledError as its cause, at the deadline", () => {
    virtually(function* () {
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
  });

  // CPython: test_timeouts.test_timeout_at_basic
  test("timeoutAt counts on the loop's clock", () => {
    virtually(function* () {
      yield* sleep(100);
      const seen: { scope?: Timeout } = {};
      expect(yield* thrown(timeoutAt(130, sleeping(seen)))).toBeInstanceOf(TimeoutError);
      expect(now()).toBe(130);
      expect(seen.scope!.when()).toBe(130);
    });
  });

  // CPython: test_timeouts.test_foreign_exception_on_timeout
  test("rule 23: an error thrown in its place passes unchanged, and the request is taken back", () => {
    virtually(function* () {
      const error = new RangeError("in cleanup");
      const limited = timeout(10, function* () {
        yield* thrown(sleep(1000));
        throw error;
      });
      expect(yield* thrown(limited)).toBe(error);
      expect(cancelling()).toBe(0);
    });
  });

  test("rule 23: a body that swallows it gives its result, and the request is taken back", () => {
    virtually(function* () {
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
  });

  // CPython: test_timeouts.test_outer_task_is_not_cancelled
  test("the task around it is not cancelled", () => {
    virtually(function* () {
      const task = createTask(function* () {
        yield* thrown(timeout(10, sleeping()));
      });
      yield* task;
      expect(task.cancelled()).toBe(false);
    });
  });

  // CPython: test_timeouts.test_timeout_taskgroup
  test("an error group of the body passes, and holds no TimeoutError", () => {
    virtually(function* () {
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
});

describe.each([0, -11])("a deadline that is past: %d", (ms) => {
  // CPython: test_timeouts.test_timeout_zero
  test("rule 23: the body begins, and is cancelled where it first waits", () => {
    virtually(function* () {
      const seen: { scope?: Timeout } = {};
      expect(yield* thrown(timeout(ms, sleeping(seen)))).toBeInstanceOf(TimeoutError);
      expect(seen.scope!.expired()).toBe(true);
      expect(seen.scope!.when()).toBe(ms);
      expect(now()).toBe(0);
    });
  });

  // CPython: test_timeouts.test_timeout_zero_sleep_zero
  // CPython: test_timeouts.test_timeout_in_the_past_sleep_zero
  test("rule 23: it fires through callSoon, so one bare yield is enough to meet it", () => {
    virtually(function* () {
      const order: string[] = [];
      getRunningLoop().callSoon(() => order.push("before"));
      const limited = timeout(ms, function* (scope) {
        getRunningLoop().callSoon(() => order.push(scope.expired() ? "after" : "too early"));
        yield* sleep(0);
      });
      expect(yield* thrown(limited)).toBeInstanceOf(TimeoutError);
      expect(order).toEqual(["before", "after"]);
    });
  });

  test("rule 23: a body that never waits is done before", () => {
    virtually(function* () {
      const result = yield* timeout(ms, function* () {
        return "quick";
      });
      expect(result).toBe("quick");
      yield* sleep(10);
      expect(cancelling()).toBe(0);
    });
  });
});

describe("rule 23: a cancellation from outside", () => {
  // CPython: test_timeouts.test_foreign_cancel_doesnt_timeout_if_not_expired
  test("rule 23: before the limit: CancelledError passes on, with its message", () => {
    virtually(function* () {
      const seen: { scope?: Timeout } = {};
      const task = createTask(timeout(1000, sleeping(seen)));
      yield* sleep(10);
      task.cancel("from outside");
      expect(yield* thrown(task)).toMatchObject({ message: "from outside" });
      expect(task.cancelled()).toBe(true);
      expect(seen.scope!.expired()).toBe(false);
    });
  });

  // CPython: test_timeouts.test_foreign_cancel_doesnt_timeout_if_not_expired
  test("by the body itself: the same", () => {
    virtually(function* () {
      const task = createTask(
        timeout(1000, function* () {
          currentTask()!.cancel();
          yield* sleep(1000);
        }),
      );
      expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
    });
  });

  test.each(["the limit", "the outsider"])("rule 23: in the tick of the limit, before it or after: CancelledError passes on", (first) => {
    virtually(function* () {
      const loop = getRunningLoop();
      const counts: number[] = [];
      const task = createTask(function* () {
        if (first === "the outsider") loop.callAt(10, () => task.cancel("from outside"));
        const limited = timeoutAt(10, function* () {
          if (first === "the limit") loop.callAt(10, () => task.cancel("from outside"));
          yield* sleep(1000);
        });
        const error = yield* thrown(limited);
        counts.push(task.cancelling());
        throw error;
      });
      expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
      // The limit has taken its own request back; the outsider's stands.
      expect(counts).toEqual([1]);
    });
  });

  test("rule 23: while the body cleans up after the limit: CancelledError passes on", () => {
    virtually(function* () {
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
  });

  // CPython: test_timeouts.test_timeout_after_cancellation
  test("rule 23: requests that were there at entry are none of its business", () => {
    virtually(function* () {
      const task = createTask(function* () {
        task.cancel();
        yield* thrown(sleep(1000));
        expect(task.cancelling()).toBe(1);
        // Cleaning up under a limit of its own.
        expect(yield* thrown(timeout(0, sleeping()))).toBeInstanceOf(TimeoutError);
        expect(yield* thrown(timeout(10, sleeping()))).toBeInstanceOf(TimeoutError);
        expect(task.cancelling()).toBe(1);
      });
      yield* task;
    });
  });

  // CPython: test_timeouts.test_cancel_in_timeout_after_cancellation
  test("rule 23: one more request than at entry, and CancelledError passes on", () => {
    virtually(function* () {
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
  });

  test("rule 23: a request that is taken back in time makes it a timeout again", () => {
    virtually(function* () {
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
});

describe("rule 23: nested", () => {
  // CPython: test_timeouts.test_nested_timeouts
  test("rule 23: of one deadline: both expire, the outer one throws", () => {
    virtually(function* () {
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
  });

  test("rule 23: the inner one first: it throws, and the outer one goes on", () => {
    virtually(function* () {
      const limited = timeout(100, function* () {
        expect(yield* thrown(timeout(10, sleeping()))).toBeInstanceOf(TimeoutError);
        expect(now()).toBe(10);
        yield* sleep(1000);
      });
      expect(yield* thrown(limited)).toBeInstanceOf(TimeoutError);
      expect(now()).toBe(100);
    });
  });

  test("rule 23: the outer one first: CancelledError passes through the inner one", () => {
    virtually(function* () {
      const inner: { scope?: Timeout } = {};
      expect(yield* thrown(timeout(10, () => timeout(100, sleeping(inner))))).toBeInstanceOf(TimeoutError);
      expect(inner.scope!.expired()).toBe(false);
      expect(now()).toBe(10);
    });
  });

  /** Two limits around a step that takes its time: what each throws, and when. */
  const busy = (outer: number, inner: number, ms: number) =>
    virtually(function* () {
      const loop = getRunningLoop();
      const order: unknown[] = [];
      const limited = timeout(outer, function* () {
        const error = yield* thrown(
          timeout(inner, function* () {
            loop.driver.park(now() + ms, () => {});
            yield* sleep(1000);
          }),
        );
        order.push(error.name);
        if (error instanceof CancelledError) throw error;
        yield* sleep(10_000);
      });
      order.push((yield* thrown(limited)).name, now());
      return order;
    });

  // CPython: test_timeouts.test_nested_timeouts_concurrent
  // CPython: test_timeouts.test_nested_timeouts_loop_busy
  test("rule 23: a busy step passes the outer deadline alone, the inner one alone, or both", () => {
    expect(busy(2, 100, 10)).toEqual(["CancelledError", "TimeoutError", 10]);
    expect(busy(100, 10, 50)).toEqual(["TimeoutError", "TimeoutError", 100]);
    expect(busy(100, 10, 100)).toEqual(["CancelledError", "TimeoutError", 100]);
  });

  // CPython: test_timeouts.test_nested_timeout_in_finally
  test("in the clean-up of another: each has its own CancelledError as cause", () => {
    virtually(function* () {
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
});

describe("rule 23: reschedule", () => {
  // CPython: test_timeouts.test_reschedule
  test("rule 23: later, sooner, and not at all", () => {
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
      });
    }
  });

  // CPython: test_timeouts.test_reschedule
  test("from outside the body, by another task", () => {
    virtually(function* () {
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
  });

  test("to a past deadline fires in the next pass", () => {
    virtually(function* () {
      const limited = timeout(1000, function* (scope) {
        yield* sleep(10);
        scope.reschedule(5);
        yield* sleep(0);
      });
      expect(yield* thrown(limited)).toBeInstanceOf(TimeoutError);
      expect(now()).toBe(10);
    });
  });

  test("the earlier deadline makes the clock stop no more", () => {
    const program = () =>
      timeout(50, function* (scope) {
        scope.reschedule(100);
        yield* sleep(70);
      });
    expect(stops(program)).toEqual([70]);
  });

  /** What comes of a limit of 10 that is moved at 10, in the pass in which it comes due, just before it does. */
  const movedWhenDue = (...deadlines: (number | null)[]) =>
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
      // In the pass in which it was moved it has not expired.
      expect(expired).toEqual([false]);
      yield* sleep(1000);
      expect(cancelling()).toBe(0);
      return [name, seen.scope!.when(), now() - 1000];
    });

  test("in the pass in which it comes due: later, not at all, to the past, and several times", () => {
    expect(movedWhenDue(20)).toEqual(["TimeoutError", 20, 20]);
    expect(movedWhenDue(null)).toEqual(["RangeError", null, 1000]);
    expect(movedWhenDue(5)).toEqual(["TimeoutError", 5, 10]);
    expect(movedWhenDue(10)).toEqual(["TimeoutError", 10, 10]);
    expect(movedWhenDue(20, null)).toEqual(["RangeError", null, 1000]);
    expect(movedWhenDue(null, 20)).toEqual(["TimeoutError", 20, 20]);
    expect(movedWhenDue(5, 20)).toEqual(["TimeoutError", 20, 20]);
    expect(movedWhenDue(5, null)).toEqual(["RangeError", null, 1000]);
    expect(movedWhenDue(20, 5)).toEqual(["TimeoutError", 5, 10]);
    expect(movedWhenDue(20, 30, 25)).toEqual(["TimeoutError", 25, 25]);
  });

  test("from the past to later: the past one is forgotten", () => {
    virtually(function* () {
      const limited = timeout(0, function* (scope) {
        scope.reschedule(20);
        yield* sleep(1000);
      });
      expect(yield* thrown(limited)).toBeInstanceOf(TimeoutError);
      expect(now()).toBe(20);
    });
  });

  test("a body that ends in the pass in which the limit comes due, before it, is in time", () => {
    virtually(function* () {
      const loop = getRunningLoop();
      const seen: { scope?: Timeout } = {};
      const result = yield* timeout(10, function* (scope) {
        seen.scope = scope;
        loop.driver.park(now() + 20, () => {});
        return yield* sleep(0, "in time");
      });
      expect([result, seen.scope!.expired()]).toEqual(["in time", false]);
      yield* sleep(0);
      expect([seen.scope!.expired(), cancelling()]).toEqual([false, 0]);
    });
  });

  // CPython: test_timeouts.test_timeout_finished
  // CPython: test_timeouts.test_timeout_expired
  // CPython: test_timeouts.test_timeout_expiring
  test("rule 23: is refused once the limit was reached or the body has ended", () => {
    virtually(function* () {
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
  });

  test("takes a number or null", () => {
    virtually(function* () {
      yield* timeout(10, function* (scope) {
        for (const no of [Number.NaN, "5", undefined]) expect(() => scope.reschedule(no as never)).toThrow(TypeError);
      });
      expect(yield* thrown(timeoutAt("5" as never, sleeping()))).toBeInstanceOf(TypeError);
    });
  });
});

// CPython: test_timeouts.test_timeout_without_task
test("outside a task it is refused", () => {
  virtually(function* () {
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
});

test("what can't be cancelled at the limit is reported, and the loop goes on", () => {
  virtually(function* () {
    const reports = reportsOf(getRunningLoop());
    const seen: { scope?: Timeout } = {};
    const task = createTask(timeout(10, sleeping(seen)));
    const exception = new RangeError("no cancel");
    task.cancelWatch = {
      cancelRequested() {
        throw exception;
      },
    };
    yield* sleep(20);
    expectReport(reports, { message: "Exception in callback of <Timeout [active] when=10>", exception });
    expect([task.done(), seen.scope!.expired()]).toEqual([false, false]);
    task.cancelWatch = null;
    task.cancel();
    expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
  });
});

test("a coroutine that is closed inside takes its limit with it", () => {
  virtually(function* () {
    const limited = timeout(10, sleeping());
    limited.next();
    limited.return(undefined);
    yield* sleep(100);
    expect(cancelling()).toBe(0);
  });
});

// CPython: test_timeouts.test_repr_active
// CPython: test_timeouts.test_repr_expired
// CPython: test_timeouts.test_repr_finished
// CPython: test_timeouts.test_repr_disabled
test("shows its state", () => {
  virtually(function* () {
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
});
