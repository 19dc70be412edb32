import {
  allTasks,
  type Awaitable,
  CancelledError,
  type Coroutine,
  createTask,
  currentTask,
  type Future,
  getRunningLoop,
  run,
  shield,
  sleep,
  TimeoutError,
  waitFor,
} from "@asyncio-ts/tasks";
import { HostVirtualLoop } from "@asyncio-ts/testing";
import { describe, expect, test } from "vitest";
import { stops } from "./stops.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

const now = (): number => getRunningLoop().time();

const future = <T>(): Future<T> => getRunningLoop().createFuture<T>();

/** Sleeps to the end, whoever cancels it. */
function* deaf(ms: number): Coroutine<string> {
  const end = now() + ms;
  while (now() < end) {
    try {
      yield* sleep(end - now());
    } catch {}
  }
  return "exited";
}

/** Ends `ms` after it was cancelled. */
function* leaving(ms: number): Coroutine<void> {
  try {
    yield* sleep(10_000);
  } finally {
    yield* sleep(ms);
  }
}

describe("in time", () => {
  // CPython: test_waitfor.test_wait_for_race_condition
  test("gives the result", () => {
    virtually(function* () {
      const answer = future<string>();
      getRunningLoop().callLater(100, () => answer.setResult("ok"));
      expect(yield* waitFor(answer, 200)).toBe("ok");
      expect(now()).toBe(100);
    });
  });

  // CPython: test_waitfor.test_wait_for_blocking
  test("null is no limit", () => {
    virtually(function* () {
      expect(yield* waitFor(sleep(1_000_000, "done"), null)).toBe("done");
    });
  });

  test("takes functions and awaitables of one's own", () => {
    virtually(function* () {
      const own: Awaitable<string> = {
        *[Symbol.iterator]() {
          return yield* sleep(5, "own");
        },
      };
      expect(yield* waitFor(() => sleep(5, "function"), 100)).toBe("function");
      expect(yield* waitFor(own, 100)).toBe("own");
      expect(yield* waitFor(own, null)).toBe("own");
    });
  });

  test("takes promises, on a loop that lets the host in", async () => {
    const main = function* () {
      expect(yield* waitFor(Promise.resolve("promised"), 100)).toBe("promised");
      expect(yield* thrown(waitFor(new Promise(() => {}), 100))).toBeInstanceOf(TimeoutError);
      return now();
    };
    await expect(run(main, { loop: new HostVirtualLoop() })).resolves.toBe(100);
  });

  test("refuses what can't be awaited", () => {
    virtually(function* () {
      for (const no of [5, null, [sleep(1)], {}, "text"]) {
        expect(yield* thrown(waitFor(no as never, 100))).toBeInstanceOf(TypeError);
        expect(yield* thrown(waitFor(no as never, 0))).toBeInstanceOf(TypeError);
      }
    });
  });
});

describe("rule 20: the caller's own task", () => {
  test("rule 20: awaits a coroutine, and no other task is made", () => {
    virtually(function* () {
      function* inner() {
        yield* sleep(1);
        expect(allTasks().size).toBe(1);
        return currentTask();
      }
      expect(yield* waitFor(inner(), 100)).toBe(currentTask());
      expect(yield* waitFor(inner, null)).toBe(currentTask());
    });
  });
});

describe("rule 20: a limit that is reached", () => {
  // CPython: test_waitfor.test_wait_for
  // CPython: test_waitfor.test_wait_for_waits_for_task_cancellation
  test("rule 20: cancels, waits for the end, and throws TimeoutError whose cause is the CancelledError", () => {
    virtually(function* () {
      const task = createTask(leaving(50));
      const error = yield* thrown(waitFor(task, 100));
      expect(error).toBeInstanceOf(TimeoutError);
      expect(error.cause).toBeInstanceOf(CancelledError);
      expect(task.cancelled()).toBe(true);
      expect(now()).toBe(150);
      expect(currentTask()!.cancelling()).toBe(0);
    });
  });

  // CPython: test_waitfor.test_asyncio_wait_for_timeout
  // CPython: test_waitfor.test_wait_for_cancellation_race_condition
  // CPython: test_waitfor.test_wait_for_cancel_suppressed
  test("a task that ignores it is waited for, and its result comes", () => {
    virtually(function* () {
      expect(yield* waitFor(createTask(deaf(200)), 100)).toBe("exited");
      expect(now()).toBe(200);
      expect(yield* waitFor(deaf(200), 100)).toBe("exited");
    });
  });

  // CPython: test_waitfor.test_wait_for_reraises_exception_during_cancellation
  test("an error while cleaning up is the one that comes", () => {
    virtually(function* () {
      const error = new Error("while cleaning up");
      function* inner() {
        yield* thrown(sleep(200));
        throw error;
      }
      expect(yield* thrown(waitFor(createTask(inner), 10))).toBe(error);
    });
  });

  test("leaves no timer when it was not reached", () => {
    expect(stops(() => waitFor(sleep(10), 10_000))).toEqual([10]);
  });
});

describe.each([0, -1])("a limit of %d", (ms) => {
  // CPython: test_waitfor.test_wait_for_timeout_less_then_0_or_0_future_done
  test("rule 20: what is done gives its result", () => {
    virtually(function* () {
      const done = future<string>();
      done.setResult("done");
      expect(yield* waitFor(done, ms)).toBe("done");
      const failed = future<string>();
      failed.setException(new RangeError("failed"));
      expect(yield* thrown(waitFor(failed, ms))).toBeInstanceOf(RangeError);
    });
  });

  // CPython: test_waitfor.test_wait_for_timeout_less_then_0_or_0_coroutine_do_not_started
  test("rule 20: a coroutine is never begun", () => {
    virtually(function* () {
      let began = false;
      function* inner(): Coroutine<void> {
        began = true;
      }
      expect(yield* thrown(waitFor(inner(), ms))).toBeInstanceOf(TimeoutError);
      expect(yield* thrown(waitFor(inner, ms))).toBeInstanceOf(TimeoutError);
      expect(began).toBe(false);
      expect(now()).toBe(0);
    });
  });

  // CPython: test_waitfor.test_wait_for_timeout_less_then_0_or_0
  // CPython: test_waitfor.test_wait_for_waits_for_task_cancellation_w_timeout_0
  test("rule 20: a task is cancelled and waited for; the cause is its CancelledError", () => {
    virtually(function* () {
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
  });

  test("rule 20: a task that ignores it gives its result", () => {
    virtually(function* () {
      const task = createTask(deaf(100));
      yield* sleep(1);
      expect(yield* waitFor(task, ms)).toBe("exited");
    });
  });
});

describe("cancelling the one who waits", () => {
  // CPython: test_waitfor.test_cancel_blocking_wait_for
  // CPython: test_waitfor.test_cancel_wait_for
  test.each([null, 60_000])("cancels what it waits for, with a limit and without", (ms) => {
    virtually(function* () {
      const task = createTask(function* () {
        yield* future<void>();
      });
      const waiting = createTask(waitFor(task, ms));
      getRunningLoop().callSoon(() => waiting.cancel("enough"));
      expect(yield* thrown(waiting)).toMatchObject({ message: "enough" });
      expect(task.cancelled()).toBe(true);
    });
  });

  // CPython: test_waitfor.test_asyncio_wait_for_cancelled
  test("what ignores it is waited for all the same", () => {
    virtually(function* () {
      const inner = createTask(deaf(200));
      const waiting = createTask(waitFor(inner, 400));
      yield* sleep(1);
      waiting.cancel();
      expect(yield* waiting).toBe("exited");
      expect(now()).toBe(200);
    });
  });

  // CPython: test_waitfor.test_wait_for_self_cancellation
  test("before it has begun, nothing else is touched", () => {
    virtually(function* () {
      const inner = createTask(deaf(300));
      const waiting = createTask(waitFor(inner, 100));
      waiting.cancel();
      expect(yield* thrown(waiting)).toBeInstanceOf(CancelledError);
      expect(inner.cancelling()).toBe(0);
      expect(yield* inner).toBe("exited");
    });
  });

  // CPython: test_waitfor.test_wait_for_issue86296
  test("after what it waits for has ended, it does not go on", () => {
    virtually(function* () {
      let wentOn = false;
      const inner = createTask(sleep(0, "done"));
      const waiting = createTask(function* () {
        yield* waitFor(inner, 100);
        yield* sleep(1000);
        wentOn = true;
      });
      yield* sleep(0);
      yield* sleep(0);
      expect(inner.done()).toBe(true);
      waiting.cancel();
      expect(yield* thrown(waiting)).toBeInstanceOf(CancelledError);
      expect(yield* inner).toBe("done");
      expect(wentOn).toBe(false);
    });
  });
});

describe("with shield", () => {
  // CPython: test_waitfor.WaitForShieldTests.test_zero_timeout
  test("a limit of 0 gives the shield up, and what is behind it runs on", () => {
    virtually(function* () {
      const task = createTask(sleep(10, "done"));
      const shielded = shield(task);
      expect(yield* thrown(waitFor(shielded, 0))).toBeInstanceOf(TimeoutError);
      expect([shielded.cancelled(), task.done()]).toEqual([true, false]);
      expect(yield* task).toBe("done");
    });
  });

  // CPython: test_waitfor.WaitForShieldTests.test_none_timeout
  test("no limit waits for it", () => {
    virtually(function* () {
      const task = createTask(sleep(100, "done"));
      expect(yield* waitFor(shield(task), null)).toBe("done");
      expect(task.result()).toBe("done");
    });
  });

  // CPython: test_waitfor.WaitForShieldTests.test_shielded_timeout
  test("a limit that is reached leaves what is behind it running", () => {
    virtually(function* () {
      const task = createTask(sleep(100, "done"));
      expect(yield* thrown(waitFor(shield(task), 10))).toBeInstanceOf(TimeoutError);
      expect(task.done()).toBe(false);
      expect(yield* task).toBe("done");
    });
  });
});
