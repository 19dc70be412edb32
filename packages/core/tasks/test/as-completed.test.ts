import {
  asCompleted,
  type Coroutine,
  createTask,
  forEach,
  type Future,
  gather,
  getRunningLoop,
  iterate,
  setEventLoop,
  sleep,
  TimeoutError,
  wait,
} from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { describe, expect, test } from "vitest";
import { stops } from "./stops.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

const now = (): number => getRunningLoop().time();

const future = <T>(): Future<T> => getRunningLoop().createFuture<T>();

function* constant<T>(value: T): Coroutine<T> {
  return value;
}

/** Both ways to go through what `asCompleted` gives: each collects the results that are left, at most `most`. */
const WAYS = {
  *"for … of"<T>(completed: ReturnType<typeof asCompleted<Coroutine<T>>>, most = Infinity): Coroutine<T[]> {
    const results: T[] = [];
    for (const next of completed) {
      results.push(yield* next);
      if (results.length === most) break;
    }
    return results;
  },
  *forEach<T>(completed: ReturnType<typeof asCompleted<Coroutine<T>>>, most = Infinity): Coroutine<T[]> {
    const results: T[] = [];
    yield* forEach(completed, function* (done) {
      results.push(done.result());
      return results.length === most ? forEach.stop : null;
    });
    return results;
  },
};

for (const [way, collect] of Object.entries(WAYS)) {
  describe(`through ${way}`, () => {
    // CPython: test_tasks.test_as_completed
    // CPython: test_tasks.test_as_completed_coroutine_use_running_loop
    test("gives them as they are done", () => {
      virtually(function* () {
        expect(yield* collect(asCompleted([sleep(20, "b"), sleep(30, "c"), sleep(10, "a")]))).toEqual(["a", "b", "c"]);
        expect(now()).toBe(30);
      });
    });

    // CPython: test_tasks.test_as_completed_concurrent
    test("those of one moment in the order they ended", () => {
      virtually(function* () {
        expect(yield* collect(asCompleted([sleep(10, 1), sleep(10, 2), sleep(5, 0), sleep(10, 3)]))).toEqual([0, 1, 2, 3]);
      });
    });

    // CPython: test_tasks.test_as_completed_resume_iterator
    test("may be left and taken up again", () => {
      virtually(function* () {
        const completed = asCompleted([0, 1, 2, 3].map((n) => constant(n)));
        expect(yield* collect(completed, 2)).toEqual([0, 1]);
        yield* sleep(10);
        expect(yield* collect(completed)).toEqual([2, 3]);
        expect(yield* collect(completed)).toEqual([]);
      });
    });

    // CPython: test_tasks.test_as_completed_duplicate_coroutines
    test("a coroutine given twice is awaited once", () => {
      virtually(function* () {
        const ham = constant("ham");
        expect(yield* collect(asCompleted([ham, ham, constant("spam")]))).toEqual(["ham", "spam"]);
      });
    });

    test("nothing gives nothing, and sets no timer", () => {
      virtually(function* () {
        expect(yield* collect(asCompleted([]))).toEqual([]);
      });
      expect(stops(() => collect(asCompleted([], { timeout: 100 })))).toEqual([]);
    });

    // CPython: test_tasks.test_as_completed_with_unused_timeout
    test("a timeout that is not reached leaves no timer", () => {
      expect(stops(() => collect(asCompleted([sleep(10, "a"), sleep(20, "b")], { timeout: 1000 })))).toEqual([10, 20]);
    });

    // CPython: test_tasks.test_as_completed_with_timeout
    test("rule 22: a timeout throws TimeoutError and cancels nothing", () => {
      virtually(function* () {
        const [a, b, c] = [createTask(sleep(100, "a")), createTask(sleep(150, "b")), createTask(sleep(200, "c"))];
        const completed = asCompleted([a, b, c] as never[], { timeout: 120 });
        expect(yield* thrown(collect(completed))).toBeInstanceOf(TimeoutError);
        expect(now()).toBe(120);
        expect([a, b, c].map((task) => task.done())).toEqual([true, false, false]);
        // What is left is as late.
        expect(yield* thrown(collect(completed))).toBeInstanceOf(TimeoutError);
        expect(yield* collect(completed)).toEqual([]);
        expect(yield* gather(b, c)).toEqual(["b", "c"]);
        expect(now()).toBe(200);
      });
    });
  });
}

describe("for … of", () => {
  // CPython: test_tasks.test_as_completed_reverse_wait
  test("gives coroutines of the next results, whichever is awaited first", () => {
    virtually(function* () {
      const [one, other] = [...asCompleted([sleep(50, "a"), sleep(100, "b")])];
      expect(yield* other!).toBe("a");
      expect(now()).toBe(50);
      expect(yield* one!).toBe("b");
      expect(now()).toBe(100);
    });
  });

  // CPython: test_tasks.test_as_completed_concurrent
  test("they may be awaited beside each other", () => {
    virtually(function* () {
      const tasks = [...asCompleted([sleep(50, "a"), sleep(50, "b")])].map((next) => createTask(next));
      const { done } = yield* wait(tasks);
      expect(Array.from(done, (task) => task.result())).toEqual(["a", "b"]);
    });
  });

  test("a failure is thrown by the one that is awaited, and the rest comes after it", () => {
    virtually(function* () {
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
  });

  test("after the time is over each one left throws, and what was done before still comes", () => {
    virtually(function* () {
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
    });
  });

  test("one who is cancelled after it was woken leaves what came to the next", () => {
    virtually(function* () {
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
});

describe("forEach", () => {
  // CPython: test_tasks.test_as_completed_same_tasks_in_as_out
  test("gives futures and tasks that were given as they are; a coroutine's task is a new one", () => {
    virtually(function* () {
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
  });

  test("and each knows its own, whatever came of it", () => {
    virtually(function* () {
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
  });

  test("the same with iterate", () => {
    virtually(function* () {
      const it = iterate(asCompleted([sleep(20, "b"), sleep(10, "a")]));
      const results: string[] = [];
      while (yield* it.next()) results.push(it.value.result());
      expect(results).toEqual(["a", "b"]);
    });
  });
});

test("both ways share what is left", () => {
  virtually(function* () {
    const completed = asCompleted([0, 1, 2].map((n) => constant(n)));
    expect(yield* WAYS.forEach(completed, 1)).toEqual([0]);
    expect(yield* WAYS["for … of"](completed)).toEqual([1, 2]);
  });
});

// CPython: test_tasks.test_as_completed_invalid_args
test("a future, a coroutine or a generator in place of a collection is refused", () => {
  virtually(function* () {
    function* bare() {
      yield* [constant(1)];
    }
    for (const no of [future(), constant(1), bare(), 5, null]) expect(() => asCompleted(no as never)).toThrow(TypeError);
  });
});

// CPython: test_tasks.test_as_completed_coroutine_use_global_loop
test("outside a step it belongs to the loop that was set", () => {
  const loop = new VirtualLoop();
  setEventLoop(loop);
  try {
    const completed = asCompleted([sleep(10, 42)]);
    expect(loop.runUntilComplete(() => WAYS["for … of"](completed))).toEqual([42]);
  } finally {
    setEventLoop(null);
    loop.close();
  }
});
