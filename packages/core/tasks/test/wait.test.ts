import {
  type Awaits,
  captureCallGraph,
  CancelledError,
  createTask,
  type Future,
  type ReturnWhen,
  sleep,
  type Startable,
  type Task,
  wait,
} from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { describe, expect, test as plain } from "vitest";
import { firedTimers } from "./fired-timers.ts";
import { future, now } from "./running-loop.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

/** Joins the names of tasks, which are easier to compare in a failed test than the tasks. */
const names = (tasks: Iterable<Task<unknown>>): string => Array.from(tasks, (task) => task.getName()).join(" ");

const named = <T>(name: string, startable: Startable<T> & Awaits<T>): Task<T> => createTask(startable, { name });

function* failing(ms: number, error: unknown) {
  if (ms > 0) yield* sleep(ms);
  throw error;
}

describe("ALL_COMPLETED", () => {
  // CPython: test_tasks.test_wait
  test("wait() waits for all tasks, and takes no time when all are done", function* () {
    const [a, b] = [named("a", sleep(100)), named("b", sleep(150))];
    for (let i = 0; i < 2; i++) {
      const { done, pending } = yield* wait([b, a]);
      expect(names(done)).toBe("b a");
      expect(pending.size).toBe(0);
      expect(now()).toBe(150);
    }
  });

  // CPython: test_tasks.test_wait_with_exception
  test("wait() returns a failed task in the done set and does not throw", function* () {
    const [a, b] = [named("a", sleep(100)), named("b", failing(150, new Error("really")))];
    for (let i = 0; i < 2; i++) {
      const { done, pending } = yield* wait([b, a]);
      expect(names([...done].filter((each) => each.exception() !== null))).toBe("b");
      expect(pending.size).toBe(0);
      expect(now()).toBe(150);
    }
  });

  // CPython: test_tasks.test_wait_duplicate_coroutines
  test("wait() returns a task once even if it is given several times", function* () {
    const [a, b] = [named("a", sleep(10, "a")), named("b", sleep(20, "b"))];
    const { done } = yield* wait([a, a, b, a]);
    expect(Array.from(done, (each) => each.result())).toEqual(["a", "b"]);
  });

  // CPython: test_tasks.test_wait_with_iterator_of_tasks
  test("wait() accepts sets and iterators", function* () {
    const [a, b] = [named("a", sleep(10)), named("b", sleep(20))];
    expect(names((yield* wait(new Set([b, a]))).done)).toBe("b a");
    expect(names((yield* wait([b, a].values())).done)).toBe("b a");
  });

  test("wait() returns both sets in the order in which the tasks were given", function* () {
    const tasks = [50, 10, 40, 20, 30].map((ms) => named(`${ms}`, sleep(ms)));
    const { done, pending } = yield* wait(tasks, { timeout: 35 });
    expect(names(done)).toBe("10 20 30");
    expect(names(pending)).toBe("50 40");
    yield* cancelOthers();
  });
});

describe("FIRST_COMPLETED", () => {
  // CPython: test_tasks.test_wait_first_completed
  test("wait() for FIRST_COMPLETED returns when one task is done, and the others go on", function* () {
    const [a, b] = [named("a", sleep(10_000)), named("b", sleep(100))];
    const { done, pending } = yield* wait([b, a], { returnWhen: "FIRST_COMPLETED" });
    expect([names(done), names(pending)]).toEqual(["b", "a"]);
    expect([a.done(), b.done()]).toEqual([false, true]);
    expect(now()).toBe(100);
    yield* cancelOthers();
  });

  // CPython: test_tasks.test_wait_really_done
  test("wait() for FIRST_COMPLETED also returns tasks as done that finish before the waiting task resumes", function* () {
    const one = named("one", sleep(0));
    const two = named("two", function* () {
      yield* sleep(0);
      yield* sleep(0);
    });
    const { done } = yield* wait([two, one], { returnWhen: "FIRST_COMPLETED" });
    expect(names(done)).toBe("two one");
  });
});

describe("FIRST_EXCEPTION", () => {
  // CPython: test_tasks.test_wait_first_exception
  test("wait() for FIRST_EXCEPTION returns when a task fails in its first step", function* () {
    const [a, b] = [named("a", sleep(10_000)), named("b", failing(0, new Error("at once")))];
    const { done, pending } = yield* wait([b, a], { returnWhen: "FIRST_EXCEPTION" });
    expect([names(done), names(pending)]).toEqual(["b", "a"]);
    expect(now()).toBe(0);
    yield* cancelOthers();
  });

  // CPython: test_tasks.test_wait_first_exception_in_wait
  test("wait() for FIRST_EXCEPTION returns when a task fails later", function* () {
    const [a, b] = [named("a", sleep(10_000)), named("b", failing(10, new Error("later")))];
    const { done, pending } = yield* wait([b, a], { returnWhen: "FIRST_EXCEPTION" });
    expect([names(done), names(pending)]).toEqual(["b", "a"]);
    expect(now()).toBe(10);
    yield* cancelOthers();
  });

  test("wait() for FIRST_EXCEPTION returns for any thrown value, including null and undefined", function* () {
    for (const value of [null, undefined, 0, "text"]) {
      const start = now();
      yield* wait([createTask(sleep(10_000)), createTask(failing(10, value))], { returnWhen: "FIRST_EXCEPTION" });
      expect(now() - start).toBe(10);
    }
    yield* cancelOthers();
  });

  test("wait() for FIRST_EXCEPTION does not return for a result or a cancellation", function* () {
    const [a, b, c] = [createTask(sleep(10)), future<void>(), createTask(sleep(30))];
    b.cancel();
    const { done } = yield* wait([a, b, c], { returnWhen: "FIRST_EXCEPTION" });
    expect(done.size).toBe(3);
    expect(now()).toBe(30);
  });

  test("wait() for FIRST_EXCEPTION marks the exception as retrieved", function* () {
    // The test fails when an error is reported.
    const tasks = [createTask(failing(10, new Error("seen"))), createTask(sleep(20))];
    yield* wait(tasks, { returnWhen: "FIRST_EXCEPTION" });
    yield* cancelOthers();
  });
});

describe("rule 21: a timeout", () => {
  // CPython: test_tasks.test_wait_with_timeout
  test("rule 21: wait() whose timeout expires returns the sets and cancels no task", function* () {
    const [a, b] = [named("a", sleep(100)), named("b", sleep(150))];
    const { done, pending } = yield* wait([b, a], { timeout: 110 });
    expect([names(done), names(pending)]).toEqual(["a", "b"]);
    expect(now()).toBe(110);
    expect(b.cancelling()).toBe(0);
    yield* b;
    expect(now()).toBe(150);
  });

  // CPython: test_tasks.test_wait_concurrent_complete
  test("rule 21: wait() returns a task as done that began before and ends at the moment of the timeout", function* () {
    const [a, b] = [named("a", sleep(100)), named("b", sleep(150))];
    yield* sleep(0);
    const { done, pending } = yield* wait([b, a], { timeout: 100 });
    expect([names(done), names(pending)]).toEqual(["a", "b"]);
    expect(now()).toBe(100);
    yield* cancelOthers();
  });

  test("wait() with a timeout of 0 lets ready tasks end first", function* () {
    const [a, b] = [named("a", sleep(0)), named("b", sleep(10))];
    const { done } = yield* wait([b, a], { timeout: 0 });
    expect(names(done)).toBe("a");
    expect(now()).toBe(0);
    yield* cancelOthers();
  });

  plain("wait() leaves no timer when all tasks are done before the timeout", () => {
    const program = function* () {
      yield* wait([createTask(sleep(10))], { timeout: 10_000 });
    };
    expect(firedTimers(program)).toEqual([10]);
  });

  test("wait() whose timeout expired no longer awaits the pending tasks", function* () {
    const task = createTask(sleep(1000));
    yield* wait([task], { timeout: 10 });
    expect(captureCallGraph(task)!.awaitedBy).toEqual([]);
    yield* cancelOthers();
  });
});

describe("rule 21: cancellation of the waiting task", () => {
  // CPython: test_tasks.test_yield_wait_does_not_shield_cancel
  test("rule 21: cancelling a task in wait() does not cancel the awaited tasks", function* () {
    const gate = future<void>();
    let passed = 0;
    const inner = createTask(function* () {
      yield* gate;
      passed++;
    });
    const outer = createTask(wait([inner], { timeout: 10_000 }));
    yield* sleep(1);
    outer.cancel("enough");
    expect(yield* thrown(outer)).toMatchObject({ message: "enough" });
    expect(inner.done()).toBe(false);
    gate.setResult();
    yield* inner;
    expect(passed).toBe(1);
  });
});

describe("rule 21: invalid arguments", () => {
  test("rule 21: wait() throws for a coroutine among the futures", function* () {
    const task = createTask(sleep(0));
    expect(yield* thrown(wait([task, sleep(10) as never]))).toMatchObject({
      message: expect.stringContaining("coroutines are forbidden"),
    });
    yield* cancelOthers();
  });

  // CPython: test_tasks.test_wait_errors
  test("rule 21: wait() throws RangeError for an empty collection", function* () {
    expect(yield* thrown(wait([]))).toBeInstanceOf(RangeError);
    expect(yield* thrown(wait(new Set<Future<void>>()))).toBeInstanceOf(RangeError);
  });

  // CPython: test_tasks.test_wait_invalid_args
  test("wait() throws TypeError for a future, coroutine or generator in place of a collection", function* () {
    const tasks = [createTask(sleep(0))];
    function* bare() {
      yield* tasks;
    }
    for (const invalid of [tasks[0], sleep(10), bare(), 5, null]) expect(yield* thrown(wait(invalid as never))).toBeInstanceOf(TypeError);
    yield* cancelOthers();
  });

  test("wait() throws TypeError for an element that is not a future", function* () {
    for (const invalid of [Promise.resolve(), () => sleep(1), 5]) expect(yield* thrown(wait([invalid as never]))).toBeInstanceOf(TypeError);
  });

  // CPython: test_tasks.test_wait_errors
  test("wait() throws RangeError for an unknown returnWhen", function* () {
    const tasks = [createTask(sleep(0))];
    expect(yield* thrown(wait(tasks, { returnWhen: "SOMETIMES" as ReturnWhen }))).toBeInstanceOf(RangeError);
    yield* cancelOthers();
  });
});

test("wait() returns a cancelled task in the done set and leaves the task's CancelledError with its message", function* () {
  const task = createTask(sleep(1000));
  yield* sleep(0);
  task.cancel("mine");
  const { done } = yield* wait([task]);
  expect(done.has(task)).toBe(true);
  const error = yield* thrown(task);
  expect(error).toBeInstanceOf(CancelledError);
  expect(error.message).toBe("mine");
});
