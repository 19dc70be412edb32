import {
  asCompleted,
  type Coroutine,
  createTask,
  forEach,
  Future,
  gather,
  getRunningLoop,
  iterate,
  setEventLoop,
  sleep,
  TimeoutError,
  wait,
} from "@asyncio-ts/tasks";
import { virtually, VirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { describe, expect, test as plain } from "vitest";
import { firedTimers } from "./fired-timers.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

const now = (): number => getRunningLoop().time();

const future = <T>(): Future<T> => getRunningLoop().createFuture<T>();

function* constant<T>(value: T): Coroutine<T> {
  return value;
}

/** The two ways to iterate `asCompleted()`. Each collects the remaining results, at most `limit` of them. */
const COLLECTORS = {
  *"for … of"<T>(completed: ReturnType<typeof asCompleted<Coroutine<T>>>, limit = Infinity): Coroutine<T[]> {
    const results: T[] = [];
    for (const next of completed) {
      results.push(yield* next);
      if (results.length === limit) break;
    }
    return results;
  },
  *forEach<T>(completed: ReturnType<typeof asCompleted<Coroutine<T>>>, limit = Infinity): Coroutine<T[]> {
    const results: T[] = [];
    yield* forEach(completed, function* (done) {
      results.push(done.result());
      return results.length === limit ? forEach.stop : null;
    });
    return results;
  },
};

for (const [statement, collect] of Object.entries(COLLECTORS)) {
  describe(`asCompleted() iterated by ${statement}`, () => {
    // CPython: test_tasks.test_as_completed
    // CPython: test_tasks.test_as_completed_coroutine_use_running_loop
    test("gives the results in completion order", function* () {
      expect(yield* collect(asCompleted([sleep(20, "b"), sleep(30, "c"), sleep(10, "a")]))).toEqual(["a", "b", "c"]);
      expect(now()).toBe(30);
    });

    // CPython: test_tasks.test_as_completed_concurrent
    test("gives results of the same moment in the order in which their coroutines ended", function* () {
      expect(yield* collect(asCompleted([sleep(10, 1), sleep(10, 2), sleep(5, 0), sleep(10, 3)]))).toEqual([0, 1, 2, 3]);
    });

    // CPython: test_tasks.test_as_completed_resume_iterator
    test("continues with the remaining results after the iteration was interrupted", function* () {
      const completed = asCompleted([0, 1, 2, 3].map((n) => constant(n)));
      expect(yield* collect(completed, 2)).toEqual([0, 1]);
      yield* sleep(10);
      expect(yield* collect(completed)).toEqual([2, 3]);
      expect(yield* collect(completed)).toEqual([]);
    });

    // CPython: test_tasks.test_as_completed_duplicate_coroutines
    test("awaits a coroutine that is given twice only once", function* () {
      const ham = constant("ham");
      expect(yield* collect(asCompleted([ham, ham, constant("spam")]))).toEqual(["ham", "spam"]);
    });

    plain("gives no results and sets no timer if the collection is empty", () => {
      expect(virtually(() => collect(asCompleted([])))()).toEqual([]);
      expect(firedTimers(() => collect(asCompleted([], { timeout: 100 })))).toEqual([]);
    });

    // CPython: test_tasks.test_as_completed_with_unused_timeout
    plain("leaves no timer behind if the timeout is not reached", () => {
      expect(firedTimers(() => collect(asCompleted([sleep(10, "a"), sleep(20, "b")], { timeout: 1000 })))).toEqual([10, 20]);
    });

    // CPython: test_tasks.test_as_completed_with_timeout
    test("rule 22: throws TimeoutError at the timeout and cancels no task", function* () {
      const [a, b, c] = [createTask(sleep(100, "a")), createTask(sleep(150, "b")), createTask(sleep(200, "c"))];
      const completed = asCompleted([a, b, c] as never[], { timeout: 120 });
      expect(yield* thrown(collect(completed))).toBeInstanceOf(TimeoutError);
      expect(now()).toBe(120);
      expect([a, b, c].map((task) => task.done())).toEqual([true, false, false]);
      // The other unfinished task times out as well.
      expect(yield* thrown(collect(completed))).toBeInstanceOf(TimeoutError);
      expect(yield* collect(completed)).toEqual([]);
      expect(yield* gather(b, c)).toEqual(["b", "c"]);
      expect(now()).toBe(200);
    });
  });
}

describe("for … of over asCompleted()", () => {
  // CPython: test_tasks.test_as_completed_reverse_wait
  test("gives the next result to the coroutine that is awaited first", function* () {
    const [one, other] = [...asCompleted([sleep(50, "a"), sleep(100, "b")])];
    expect(yield* other!).toBe("a");
    expect(now()).toBe(50);
    expect(yield* one!).toBe("b");
    expect(now()).toBe(100);
  });

  // CPython: test_tasks.test_as_completed_concurrent
  test("yields coroutines that can be awaited concurrently", function* () {
    const tasks = [...asCompleted([sleep(50, "a"), sleep(50, "b")])].map((next) => createTask(next));
    const { done } = yield* wait(tasks);
    expect(Array.from(done, (task) => task.result())).toEqual(["a", "b"]);
  });

  test("throws the error of a failed child at its turn, and then gives the remaining results", function* () {
    function* failing(): Coroutine<string> {
      yield* sleep(5);
      throw new RangeError("failed");
    }
    const outcomes: unknown[] = [];
    for (const next of asCompleted([failing(), sleep(10, "fine")])) {
      try {
        outcomes.push(yield* next);
      } catch (error) {
        outcomes.push(error);
      }
    }
    expect(outcomes).toEqual([expect.any(RangeError), "fine"]);
  });

  test("gives results from before the timeout even if awaited after it, and throws TimeoutError for each unfinished child", function* () {
    const outcomes: unknown[] = [];
    for (const next of asCompleted([sleep(10, "a"), sleep(20, "b"), sleep(200, "c"), sleep(300, "d")], { timeout: 100 })) {
      yield* sleep(60);
      try {
        outcomes.push(yield* next);
      } catch (error) {
        outcomes.push(error);
      }
    }
    expect(outcomes).toEqual(["a", "b", expect.any(TimeoutError), expect.any(TimeoutError)]);
    yield* cancelOthers();
  });

  test("passes the result on to the next coroutine if a task is cancelled after its wake-up", function* () {
    const [a, b] = [future<string>(), future<string>()];
    const [first, second] = Array.from(asCompleted([a, b]), (next) => createTask(next));
    yield* sleep(0);
    a.setResult("a");
    yield* sleep(0);
    first!.cancel();
    expect(yield* second!).toBe("a");
    expect(first!.cancelled()).toBe(true);
    b.setResult("b");
  });
});

describe("forEach() over asCompleted()", () => {
  // CPython: test_tasks.test_as_completed_same_tasks_in_as_out
  test("passes the given futures and tasks themselves, and a new task for a coroutine", function* () {
    const [coro, task, pending] = [constant("a"), createTask(constant("b")), future<string>()];
    pending.setResult("c");
    const given: unknown[] = [coro, task, pending];
    const gave: unknown[] = [];
    yield* forEach(asCompleted(given as never[]), function* (done) {
      gave.push(done);
    });
    expect(gave.filter((done) => given.includes(done))).toHaveLength(2);
    expect([gave.includes(task), gave.includes(pending), gave.includes(coro)]).toEqual([true, true, false]);
  });

  test("passes each given task itself, whether it succeeded or failed", function* () {
    const names = new Map([
      [createTask(sleep(20)), "slow"],
      [
        createTask(function* () {
          throw new Error("failed");
        }),
        "failing",
      ],
      [createTask(sleep(10)), "quick"],
    ]);
    const order: (string | undefined)[] = [];
    yield* forEach(asCompleted(names.keys()), function* (task) {
      order.push(names.get(task));
      if (!task.cancelled()) task.exception();
    });
    expect(order).toEqual(["failing", "quick", "slow"]);
  });

  test("is equivalent to iterate(), which gives the done tasks in completion order", function* () {
    const it = iterate(asCompleted([sleep(20, "b"), sleep(10, "a")]));
    const results: string[] = [];
    while (yield* it.next()) results.push(it.value.result());
    expect(results).toEqual(["a", "b"]);
  });
});

test("forEach() and for … of over the same asCompleted() share the remaining results", function* () {
  const completed = asCompleted([0, 1, 2].map((n) => constant(n)));
  expect(yield* COLLECTORS.forEach(completed, 1)).toEqual([0]);
  expect(yield* COLLECTORS["for … of"](completed)).toEqual([1, 2]);
});

// CPython: test_tasks.test_as_completed_invalid_args
test("asCompleted() throws TypeError for a future, a coroutine, a generator or a value that is not iterable", function* () {
  function* bare() {
    yield* [constant(1)];
  }
  for (const invalid of [future(), constant(1), bare(), 5, null]) expect(() => asCompleted(invalid as never)).toThrow(TypeError);
});

// CPython: test_tasks.test_as_completed_coroutine_use_global_loop
plain("asCompleted() outside a step uses the loop set by setEventLoop()", () => {
  const loop = new VirtualLoop();
  setEventLoop(loop);
  try {
    const completed = asCompleted([sleep(10, 42)]);
    expect(loop.runUntilComplete(() => COLLECTORS["for … of"](completed))).toEqual([42]);
  } finally {
    setEventLoop(null);
    loop.close();
  }
});

test("the cancelled waits of asCompleted() neither consume completions nor pile up", function* () {
  const futures = Array.from({ length: 100 }, () => new Future<number>());
  const tasks = Array.from(asCompleted(futures), (result) => createTask(result));
  yield* sleep(0);
  for (const task of tasks.slice(0, 90)) task.cancel();
  yield* sleep(0);
  for (const [i, future] of futures.entries()) future.setResult(i);
  expect(yield* gather(...tasks.slice(90))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
