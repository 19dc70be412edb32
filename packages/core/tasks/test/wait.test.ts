import {
  type Awaits,
  captureCallGraph,
  CancelledError,
  createTask,
  type Future,
  getRunningLoop,
  type ReturnWhen,
  sleep,
  type Startable,
  type Task,
  wait,
} from "@asyncio-ts/tasks";
import { describe, expect, test } from "vitest";
import { stops } from "./stops.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

const now = (): number => getRunningLoop().time();

const future = <T>(): Future<T> => getRunningLoop().createFuture<T>();

/** The names of tasks, which say what is amiss better than the tasks themselves. */
const names = (tasks: Iterable<Task<unknown>>): string => Array.from(tasks, (task) => task.getName()).join(" ");

const named = <T>(name: string, startable: Startable<T> & Awaits<T>): Task<T> => createTask(startable, { name });

function* failing(ms: number, error: unknown) {
  if (ms > 0) yield* sleep(ms);
  throw error;
}

describe("all completed", () => {
  // CPython: test_tasks.test_wait
  test("waits for all; asked again it takes no time", () => {
    virtually(function* () {
      const [a, b] = [named("a", sleep(100)), named("b", sleep(150))];
      for (let i = 0; i < 2; i++) {
        const { done, pending } = yield* wait([b, a]);
        expect(names(done)).toBe("b a");
        expect(pending.size).toBe(0);
        expect(now()).toBe(150);
      }
    });
  });

  // CPython: test_tasks.test_wait_with_exception
  test("a failed future is done like another", () => {
    virtually(function* () {
      const [a, b] = [named("a", sleep(100)), named("b", failing(150, new Error("really")))];
      for (let i = 0; i < 2; i++) {
        const { done, pending } = yield* wait([b, a]);
        expect(names([...done].filter((each) => each.exception() !== null))).toBe("b");
        expect(pending.size).toBe(0);
        expect(now()).toBe(150);
      }
    });
  });

  // CPython: test_tasks.test_wait_duplicate_coroutines
  test("a future given twice counts once", () => {
    virtually(function* () {
      const [a, b] = [named("a", sleep(10, "a")), named("b", sleep(20, "b"))];
      const { done } = yield* wait([a, a, b, a]);
      expect(Array.from(done, (each) => each.result())).toEqual(["a", "b"]);
    });
  });

  // CPython: test_tasks.test_wait_with_iterator_of_tasks
  test("takes sets and iterators too", () => {
    virtually(function* () {
      const [a, b] = [named("a", sleep(10)), named("b", sleep(20))];
      expect(names((yield* wait(new Set([b, a]))).done)).toBe("b a");
      expect(names((yield* wait([b, a].values())).done)).toBe("b a");
    });
  });

  test("sets keep the order in which the futures were given", () => {
    virtually(function* () {
      const tasks = [50, 10, 40, 20, 30].map((ms) => named(`${ms}`, sleep(ms)));
      const { done, pending } = yield* wait(tasks, { timeout: 35 });
      expect(names(done)).toBe("10 20 30");
      expect(names(pending)).toBe("50 40");
    });
  });
});

describe("the first completed", () => {
  // CPython: test_tasks.test_wait_first_completed
  test("is waited for, the others run on", () => {
    virtually(function* () {
      const [a, b] = [named("a", sleep(10_000)), named("b", sleep(100))];
      const { done, pending } = yield* wait([b, a], { returnWhen: "FIRST_COMPLETED" });
      expect([names(done), names(pending)]).toEqual(["b", "a"]);
      expect([a.done(), b.done()]).toEqual([false, true]);
      expect(now()).toBe(100);
    });
  });

  // CPython: test_tasks.test_wait_really_done
  test("what else is done by the time the waiter goes on is in the done set", () => {
    virtually(function* () {
      const one = named("one", sleep(0));
      const two = named("two", function* () {
        yield* sleep(0);
        yield* sleep(0);
      });
      const { done } = yield* wait([two, one], { returnWhen: "FIRST_COMPLETED" });
      expect(names(done)).toBe("two one");
    });
  });
});

describe("the first exception", () => {
  // CPython: test_tasks.test_wait_first_exception
  test("of a task that fails at once", () => {
    virtually(function* () {
      const [a, b] = [named("a", sleep(10_000)), named("b", failing(0, new Error("at once")))];
      const { done, pending } = yield* wait([b, a], { returnWhen: "FIRST_EXCEPTION" });
      expect([names(done), names(pending)]).toEqual(["b", "a"]);
      expect(now()).toBe(0);
    });
  });

  // CPython: test_tasks.test_wait_first_exception_in_wait
  test("while it waits", () => {
    virtually(function* () {
      const [a, b] = [named("a", sleep(10_000)), named("b", failing(10, new Error("later")))];
      const { done, pending } = yield* wait([b, a], { returnWhen: "FIRST_EXCEPTION" });
      expect([names(done), names(pending)]).toEqual(["b", "a"]);
      expect(now()).toBe(10);
    });
  });

  test("may be any value, null too", () => {
    virtually(function* () {
      for (const value of [null, undefined, 0, "text"]) {
        const start = now();
        yield* wait([createTask(sleep(10_000)), createTask(failing(10, value))], { returnWhen: "FIRST_EXCEPTION" });
        expect(now() - start).toBe(10);
      }
    });
  });

  test("a result or a cancellation is none", () => {
    virtually(function* () {
      const [a, b, c] = [createTask(sleep(10)), future<void>(), createTask(sleep(30))];
      b.cancel();
      const { done } = yield* wait([a, b, c], { returnWhen: "FIRST_EXCEPTION" });
      expect(done.size).toBe(3);
      expect(now()).toBe(30);
    });
  });

  test("counts as retrieved", () => {
    // `virtually` fails when it is reported.
    virtually(function* () {
      const tasks = [createTask(failing(10, new Error("seen"))), createTask(sleep(20))];
      yield* wait(tasks, { returnWhen: "FIRST_EXCEPTION" });
    });
  });
});

describe("rule 21: a timeout", () => {
  // CPython: test_tasks.test_wait_with_timeout
  test("rule 21: returns the sets, and nothing is cancelled", () => {
    virtually(function* () {
      const [a, b] = [named("a", sleep(100)), named("b", sleep(150))];
      const { done, pending } = yield* wait([b, a], { timeout: 110 });
      expect([names(done), names(pending)]).toEqual(["a", "b"]);
      expect(now()).toBe(110);
      expect(b.cancelling()).toBe(0);
      yield* b;
      expect(now()).toBe(150);
    });
  });

  // CPython: test_tasks.test_wait_concurrent_complete
  test("rule 21: what ends at that very moment counts, if it began before the wait", () => {
    virtually(function* () {
      const [a, b] = [named("a", sleep(100)), named("b", sleep(150))];
      yield* sleep(0);
      const { done, pending } = yield* wait([b, a], { timeout: 100 });
      expect([names(done), names(pending)]).toEqual(["a", "b"]);
      expect(now()).toBe(100);
    });
  });

  test("of 0 lets what is ready come to its end first", () => {
    virtually(function* () {
      const [a, b] = [named("a", sleep(0)), named("b", sleep(10))];
      const { done } = yield* wait([b, a], { timeout: 0 });
      expect(names(done)).toBe("a");
      expect(now()).toBe(0);
    });
  });

  test("that was not reached leaves no timer", () => {
    const program = function* () {
      yield* wait([createTask(sleep(10))], { timeout: 10_000 });
    };
    expect(stops(program)).toEqual([10]);
  });

  test("nobody waits for the pending ones any more", () => {
    virtually(function* () {
      const task = createTask(sleep(1000));
      yield* wait([task], { timeout: 10 });
      expect(captureCallGraph(task)!.awaitedBy).toEqual([]);
    });
  });
});

describe("rule 21: cancelling the one who waits", () => {
  // CPython: test_tasks.test_yield_wait_does_not_shield_cancel
  test("rule 21: cancels none of the futures", () => {
    virtually(function* () {
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
});

describe("rule 21: what is refused", () => {
  test("rule 21: a coroutine among the futures", () => {
    virtually(function* () {
      const task = createTask(sleep(0));
      expect(yield* thrown(wait([task, sleep(10) as never]))).toMatchObject({
        message: expect.stringContaining("coroutines are forbidden"),
      });
    });
  });

  // CPython: test_tasks.test_wait_errors
  test("rule 21: nothing at all", () => {
    virtually(function* () {
      expect(yield* thrown(wait([]))).toBeInstanceOf(RangeError);
      expect(yield* thrown(wait(new Set<Future<void>>()))).toBeInstanceOf(RangeError);
    });
  });

  // CPython: test_tasks.test_wait_invalid_args
  test("a future, a coroutine or a generator in place of a collection", () => {
    virtually(function* () {
      const tasks = [createTask(sleep(0))];
      function* bare() {
        yield* tasks;
      }
      for (const no of [tasks[0], sleep(10), bare(), 5, null]) expect(yield* thrown(wait(no as never))).toBeInstanceOf(TypeError);
    });
  });

  test("what is no future", () => {
    virtually(function* () {
      for (const no of [Promise.resolve(), () => sleep(1), 5]) expect(yield* thrown(wait([no as never]))).toBeInstanceOf(TypeError);
    });
  });

  // CPython: test_tasks.test_wait_errors
  test("an unknown returnWhen", () => {
    virtually(function* () {
      const tasks = [createTask(sleep(0))];
      expect(yield* thrown(wait(tasks, { returnWhen: "SOMETIMES" as ReturnWhen }))).toBeInstanceOf(RangeError);
    });
  });
});

test("a cancelled child is in the done set, its error untouched", () => {
  virtually(function* () {
    const task = createTask(sleep(1000));
    yield* sleep(0);
    task.cancel("mine");
    const { done } = yield* wait([task]);
    expect(done.has(task)).toBe(true);
    const error = yield* thrown(task);
    expect(error).toBeInstanceOf(CancelledError);
    expect(error.message).toBe("mine");
  });
});
