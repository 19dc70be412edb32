import {
  type Awaitable,
  CancelledError,
  type Coroutine,
  coroutine,
  createTask,
  type Future,
  getRunningLoop,
  isCoroutine,
  isCoroutineFunction,
  sleep,
} from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { onePass } from "./one-pass.ts";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

const plain = <F>(fn: F): F => fn;

test("a marked function keeps its name, length and text, and so do its coroutines", () => {
  const work = coroutine(function* work(_a: number, _b: string) {});
  expect([work.name, work.length]).toEqual(["work", 2]);
  const made = work(1, "x");
  expect(String(made)).toBe("<coroutine work>");
  made.return();
});

test("a marked function passes its arguments and `this` on", () => {
  class Account {
    balance = 10;
    deposit = coroutine(function* (this: Account, ...amounts: number[]) {
      yield* sleep(1);
      return amounts.reduce((sum, amount) => sum + amount, this.balance);
    });
  }
  expect(virtually(() => new Account().deposit(1, 2, 3))).toBe(16);
});

// CPython: test_tasks.test_task_repr
test("a task of a marked coroutine shows the coroutine's name", () => {
  const work = coroutine(function* work() {});
  const task = loop.createTask(work, { name: "t" });
  expect(String(task)).toBe("<Task pending name='t' coro=<work()>>");
  onePass(loop);
});

// CPython: test_pep492.test_iscoroutinefunction
// CPython: test_tasks.test_iscoroutinefunction
test("isCoroutineFunction tells function*s, marked or not, from everything else", () => {
  expect(isCoroutineFunction(function* () {})).toBe(true);
  expect(isCoroutineFunction(coroutine(function* () {}))).toBe(true);
  expect(isCoroutineFunction(sleep)).toBe(true);
  const others = [() => {}, async () => {}, async function* () {}, (function* () {})(), null, undefined, 1, "x", Symbol.iterator];
  expect(others.some(isCoroutineFunction)).toBe(false);
});

// CPython: test_pep492.test_iscoroutine
// CPython: test_tasks.test_coroutine_non_gen_function
test("isCoroutine tells coroutines, marked or not, from everything else", () => {
  const marked = coroutine(function* () {})();
  expect(isCoroutine(marked)).toBe(true);
  marked.return();
  expect(isCoroutine((function* () {})())).toBe(true);
  expect(isCoroutine(sleep(1))).toBe(true);
  const others = [
    function* () {},
    [][Symbol.iterator](),
    (async function* () {})(),
    loop.createFuture(),
    { next() {} },
    null,
    undefined,
    1,
  ];
  expect(others.some(isCoroutine)).toBe(false);
});

test("coroutine() refuses what is no function*", () => {
  for (const other of [() => {}, async () => {}, 1, null]) expect(() => coroutine(other as never)).toThrow(TypeError);
  expect(() => coroutine((() => {}) as never)).toThrow("coroutine: a function* was expected, got function (anonymous)");
});

test("a coroutine function may be marked twice", () => {
  const once = coroutine(function* twice() {
    yield* sleep(1);
    return 1;
  });
  expect(() => coroutine(once)).toThrow(TypeError);
  expect(virtually(once)).toBe(1);
});

describe.each([
  ["plain", plain],
  ["marked", coroutine],
])("%s coroutines", (_, mark) => {
  test("calling one runs nothing", () => {
    let ran = false;
    const work = mark(function* () {
      ran = true;
    });
    const made = work();
    expect(ran).toBe(false);
    made.return();
    expect(ran).toBe(false);
  });

  test("give what they return, whether they wait or not", () => {
    const now = mark(function* (value: unknown) {
      return value;
    });
    const later = mark(function* (value: unknown) {
      yield* sleep(1);
      return value;
    });
    const results = virtually(function* () {
      const all: unknown[] = [];
      for (const value of [1, undefined, null, "x", false]) all.push(yield* now(value), yield* later(value));
      return all;
    });
    expect(results).toEqual([1, 1, undefined, undefined, null, null, "x", "x", false, false]);
  });

  test("throw what they throw, whether they wait or not, into the caller's try", () => {
    const fails = mark(function* (ms: number, error: unknown) {
      if (ms > 0) yield* sleep(ms);
      throw error;
    });
    const caught = virtually(function* () {
      const all: unknown[] = [];
      for (const ms of [0, 1]) {
        for (const error of [new RangeError("boom"), undefined, "text"]) {
          try {
            yield* fails(ms, error);
          } catch (thrown) {
            all.push(thrown);
          }
        }
      }
      return all;
    });
    expect(caught).toEqual([new RangeError("boom"), undefined, "text", new RangeError("boom"), undefined, "text"]);
  });

  test("unwind through every caller's finally, which may wait", () => {
    const log: string[] = [];
    const level = mark(function* level(depth: number): Coroutine<void> {
      try {
        if (depth === 0) {
          yield* sleep(1);
          throw new RangeError("bottom");
        }
        yield* level(depth - 1);
      } finally {
        yield* sleep(1);
        log.push(`left ${depth}`);
      }
    });
    expect(() => virtually(() => level(3))).toThrow(new RangeError("bottom"));
    expect(log).toEqual(["left 0", "left 1", "left 2", "left 3"]);
  });

  test("pass a cancellation through every caller, innermost first", () => {
    const log: string[] = [];
    const level = mark(function* level(depth: number): Coroutine<void> {
      try {
        if (depth === 0) yield* sleep(10_000);
        else yield* level(depth - 1);
      } catch (error) {
        log.push(`${(error as Error).message} ${depth}`);
        throw error;
      }
    });
    const task = loop.createTask(() => level(2));
    onePass(loop);
    task.cancel("stop");
    expect(() => loop.runUntilComplete(task)).toThrow(new CancelledError("stop"));
    expect(log).toEqual(["stop 0", "stop 1", "stop 2"]);
  });

  test("may catch a callee's error and call on", () => {
    const fails = mark(function* (): Coroutine<never> {
      yield* sleep(1);
      throw new Error("boom");
    });
    const tries = mark(function* () {
      let failures = 0;
      for (let i = 0; i < 3; i++) {
        try {
          yield* fails();
        } catch {
          failures++;
        }
      }
      yield* sleep(1);
      return failures;
    });
    expect(virtually(tries)).toBe(3);
  });

  test("may be awaited later than they were called, and in another order", () => {
    const work = mark(function* (value: number) {
      yield* sleep(1);
      return value;
    });
    const results = virtually(function* () {
      const [a, b, c] = [work(1), work(2), work(3)];
      return [yield* c, yield* a, yield* b];
    });
    expect(results).toEqual([3, 1, 2]);
  });

  test("may be driven by several tasks beside each other", () => {
    const work = mark(function* (name: string, log: string[]) {
      for (let i = 0; i < 2; i++) {
        log.push(`${name}${i}`);
        yield* sleep(1);
      }
    });
    const log: string[] = [];
    virtually(function* () {
      const tasks = ["a", "b"].map((name) => createTask(work(name, log)));
      for (const task of tasks) yield* task;
    });
    expect(log).toEqual(["a0", "b0", "a1", "b1"]);
  });

  test("may start a task eagerly while they run", () => {
    const log: string[] = [];
    const leaf = mark(function* (name: string) {
      log.push(`${name} begins`);
      yield* sleep(5);
      log.push(`${name} ends`);
      return name;
    });
    const inner = mark(function* () {
      const task = createTask(() => leaf("eager"), { eagerStart: true });
      log.push("created");
      yield* leaf("inner");
      return yield* task;
    });
    const outer = mark(function* () {
      return yield* inner();
    });
    expect(virtually(outer)).toBe("eager");
    expect(log).toEqual(["eager begins", "created", "inner begins", "eager ends", "inner ends"]);
  });
});

test("plain and marked coroutines may call each other in any order", () => {
  const marks = [plain, coroutine];
  const log: string[] = [];
  function call(pattern: readonly number[]): Coroutine<number> {
    const [first, ...rest] = pattern;
    if (first === undefined) return sleep(1, 0);
    const level = marks[first]!(function* level(): Coroutine<number> {
      yield* sleep(0);
      try {
        return 1 + (yield* call(rest));
      } finally {
        log.push(String(first));
      }
    });
    return level();
  }
  for (let bits = 0; bits < 32; bits++) {
    const pattern = Array.from({ length: 5 }, (_, index) => (bits >> index) & 1);
    log.length = 0;
    expect(virtually(() => call(pattern))).toBe(5);
    expect(log).toEqual(pattern.map(String).reverse());
  }
});

/** An awaitable around a coroutine that counts how often it is asked to go on. */
function counting(coroutine: Coroutine<void>, asked: () => void): Awaitable<void> {
  return {
    [Symbol.iterator]() {
      const inner = coroutine[Symbol.iterator]();
      return {
        next: (value: unknown) => (asked(), inner.next(value)),
        throw: (error: unknown) => inner.throw(error),
        return: () => inner.return(),
      };
    },
  };
}

test.each([
  ["marked", coroutine as typeof plain, () => 2 * 100],
  ["plain", plain, (resumes: number) => 2 * 100 + 100 * (resumes - 1)],
])("a resume of %s coroutines asks as many callers as expected: O(1) where marked", (_, mark, expected) => {
  for (const resumes of [1, 50]) {
    let asked = 0;
    const level = mark(function* level(depth: number): Coroutine<void> {
      if (depth > 0) yield* counting(level(depth - 1), () => asked++);
      else for (let i = 0; i < resumes; i++) yield* sleep(1);
    });
    loop.runUntilComplete(() => level(100));
    expect(asked).toBe(expected(resumes));
  }
});

test("closing a marked coroutine that has begun runs its finally", () => {
  const log: string[] = [];
  const future = loop.createFuture<void>();
  const work = coroutine(function* work() {
    try {
      yield* future;
    } finally {
      log.push("closed");
    }
  });
  const made = work();
  made.next();
  expect(made.return()).toEqual({ done: true, value: undefined });
  expect(log).toEqual(["closed"]);
});

test("outside every task a marked coroutine nests natively, and return() closes callees too", () => {
  const log: string[] = [];
  const future: Future<void> = loop.createFuture();
  const level = coroutine(function* level(depth: number): Coroutine<void> {
    try {
      if (depth === 0) yield* future;
      else yield* level(depth - 1);
    } finally {
      log.push(`closed ${depth}`);
    }
  });
  const made = level(2);
  made.next();
  made.return();
  expect(log).toEqual(["closed 0", "closed 1", "closed 2"]);
});

/** Drives a coroutine by hand, as a wrapper of someone's own may do. */
function* driven<T>(coroutine: Coroutine<T>, log: string[]): Coroutine<T> {
  let step = coroutine.next();
  while (!step.done) {
    log.push("waits");
    try {
      const value: unknown = yield step.value;
      step = coroutine.next(value);
    } catch (error) {
      step = coroutine.throw(error);
    }
  }
  return step.value;
}

test("a wrapper that drives a coroutine by hand and passes everything on changes nothing", () => {
  const log: string[] = [];
  const leaf = coroutine(function* leaf(ms: number) {
    yield* sleep(ms);
    return ms;
  });
  const fails = coroutine(function* fails(): Coroutine<never> {
    yield* sleep(1);
    throw new RangeError("boom");
  });
  function* work() {
    const sum = (yield* leaf(1)) + (yield* leaf(2));
    try {
      yield* fails();
    } catch (error) {
      return `${sum} ${String(error)}`;
    }
    return "";
  }
  expect(virtually(() => driven(work(), log))).toBe("3 RangeError: boom");
  expect(log).toEqual(["waits", "waits", "waits"]);
});

test.each([0, 1])("a marked coroutine that is begun by hand and dropped is no part of a task that then sleeps for %d", (ms) => {
  const dropped = coroutine(function* dropped() {
    yield* getRunningLoop().createFuture<void>();
  });
  const result = virtually(function* () {
    dropped()[Symbol.iterator]();
    return yield* sleep(ms, "slept");
  });
  expect(result).toBe("slept");
});
