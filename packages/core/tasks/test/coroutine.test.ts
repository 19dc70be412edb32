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
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { test } from "@asyncio-ts/testing/vitest";
import { afterEach, beforeEach, describe, expect, test as plainTest } from "vitest";
import { COROUTINE_KINDS, plain } from "./coroutine-kinds.ts";
import { onePass } from "./one-pass.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

plainTest("a marked function keeps its name and length, and its coroutines print their name", () => {
  const work = coroutine(function* work(_a: number, _b: string) {});
  expect([work.name, work.length]).toEqual(["work", 2]);
  const made = work(1, "x");
  expect(String(made)).toBe("<coroutine work>");
  made.return();
});

plainTest("a marked function is still a function*, with the text and the prototype of its own", () => {
  const fn = function* work() {};
  const marked = coroutine(fn);
  expect(marked).toBeInstanceOf(Object.getPrototypeOf(fn).constructor);
  expect(String(marked)).toBe(String(fn));
  const made = marked();
  expect(made).toBeInstanceOf(marked as never);
  made.return();
});

test("a marked function passes its arguments and `this` to the body", function* () {
  class Account {
    balance = 10;
    deposit = coroutine(function* (this: Account, ...amounts: number[]) {
      yield* sleep(1);
      return amounts.reduce((sum, amount) => sum + amount, this.balance);
    });
  }
  expect(yield* new Account().deposit(1, 2, 3)).toBe(16);
});

// CPython: test_tasks.test_task_repr
plainTest("String(task) of a marked coroutine's task includes the coroutine's name", () => {
  const work = coroutine(function* work() {});
  const task = loop.createTask(work, { name: "t" });
  expect(String(task)).toBe("<Task pending name='t' coro=<work()>>");
  onePass(loop);
});

// CPython: test_pep492.test_iscoroutinefunction
// CPython: test_tasks.test_iscoroutinefunction
plainTest("isCoroutineFunction() is true for plain and marked function*s, and false for other values", () => {
  expect(isCoroutineFunction(function* () {})).toBe(true);
  expect(isCoroutineFunction(coroutine(function* () {}))).toBe(true);
  expect(isCoroutineFunction(sleep)).toBe(true);
  const others = [() => {}, async () => {}, async function* () {}, (function* () {})(), null, undefined, 1, "x", Symbol.iterator];
  expect(others.some(isCoroutineFunction)).toBe(false);
});

// CPython: test_pep492.test_iscoroutine
// CPython: test_tasks.test_coroutine_non_gen_function
plainTest("isCoroutine() is true for plain and marked coroutines, and false for other values", () => {
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

plainTest("coroutine() throws TypeError for a value that is not a function*", () => {
  for (const other of [() => {}, async () => {}, 1, null]) expect(() => coroutine(other as never)).toThrow(TypeError);
  expect(() => coroutine((() => {}) as never)).toThrow("coroutine: a function* was expected, got function (anonymous)");
});

test("coroutine() returns a marked function unchanged", function* () {
  const once = coroutine(function* twice() {
    yield* sleep(1);
    return 1;
  });
  expect(coroutine(once)).toBe(once);
  expect(yield* once()).toBe(1);
});

test("coroutine() marks a method again for each instance", function* () {
  class Service {
    readonly name: string;
    constructor(name: string) {
      this.name = name;
      this.work = coroutine(this.work);
    }
    *work(): Generator<any, string, any> {
      yield* sleep(1);
      return this.name;
    }
  }
  const [first, second] = [new Service("first"), new Service("second")];
  expect(yield* first.work()).toBe("first");
  const work = second.work();
  expect(String(work)).toBe("<coroutine work>");
  expect(yield* work).toBe("second");
});

plainTest("coroutine() refuses a bound function, whose coroutines it could not mark", () => {
  const service = { *work() {} };
  const method = service.work.bind(service);
  expect(() => coroutine(method as never)).toThrow(new TypeError("coroutine: function* bound work is bound; mark it before `bind`"));
});

describe.each(COROUTINE_KINDS)("%s coroutines", (_, mark) => {
  plainTest("do not run when their function is called", () => {
    let ran = false;
    const work = mark(function* () {
      ran = true;
    });
    const made = work();
    expect(ran).toBe(false);
    made.return();
    expect(ran).toBe(false);
  });

  test("return their value to the caller, whether they wait or not", function* () {
    const now = mark(function* (value: unknown) {
      return value;
    });
    const later = mark(function* (value: unknown) {
      yield* sleep(1);
      return value;
    });
    const all: unknown[] = [];
    for (const value of [1, undefined, null, "x", false]) all.push(yield* now(value), yield* later(value));
    expect(all).toEqual([1, 1, undefined, undefined, null, null, "x", "x", false, false]);
  });

  test("throw their error into the caller's try, whether they wait or not", function* () {
    const fails = mark(function* (ms: number, error: unknown) {
      if (ms > 0) yield* sleep(ms);
      throw error;
    });
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
    expect(all).toEqual([new RangeError("boom"), undefined, "text", new RangeError("boom"), undefined, "text"]);
  });

  test("run every caller's finally block when an error propagates, and the finally blocks can wait", function* () {
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
    expect(yield* thrown(level(3))).toEqual(new RangeError("bottom"));
    expect(log).toEqual(["left 0", "left 1", "left 2", "left 3"]);
  });

  plainTest("throw a CancelledError through every caller, innermost first", () => {
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

  test("can catch a callee's error and call it again", function* () {
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
    expect(yield* tries()).toBe(3);
  });

  test("can be awaited later than their functions were called, and in a different order", function* () {
    const work = mark(function* (value: number) {
      yield* sleep(1);
      return value;
    });
    const [a, b, c] = [work(1), work(2), work(3)];
    const results = [yield* c, yield* a, yield* b];
    expect(results).toEqual([3, 1, 2]);
  });

  test("of the same function can run concurrently in several tasks", function* () {
    const work = mark(function* (name: string, log: string[]) {
      for (let i = 0; i < 2; i++) {
        log.push(`${name}${i}`);
        yield* sleep(1);
      }
    });
    const log: string[] = [];

    const tasks = ["a", "b"].map((name) => createTask(work(name, log)));
    for (const task of tasks) yield* task;

    expect(log).toEqual(["a0", "b0", "a1", "b1"]);
  });

  test("can start an eager task while they run", function* () {
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
    expect(yield* outer()).toBe("eager");
    expect(log).toEqual(["eager begins", "created", "inner begins", "eager ends", "inner ends"]);
  });
});

test("plain and marked coroutines can call each other in any order", function* () {
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
    expect(yield* call(pattern)).toBe(5);
    expect(log).toEqual(pattern.map(String).reverse());
  }
});

/** Wraps a coroutine in an awaitable that calls `onNext` at each `next()`. */
function watched(coroutine: Coroutine<void>, onNext: () => void): Awaitable<void> {
  return {
    [Symbol.iterator]() {
      const inner = coroutine[Symbol.iterator]();
      return {
        next: (value: unknown) => (onNext(), inner.next(value)),
        throw: (error: unknown) => inner.throw(error),
        return: () => inner.return(),
      };
    },
  };
}

plainTest.each([
  ["marked coroutines does not go through their callers", coroutine as typeof plain, () => 2 * 100],
  ["plain coroutines goes through every caller", plain, (resumes: number) => 2 * 100 + 100 * (resumes - 1)],
])("resuming %s", (_, mark, expected) => {
  for (const resumes of [1, 50]) {
    let calls = 0;
    const level = mark(function* level(depth: number): Coroutine<void> {
      if (depth > 0) yield* watched(level(depth - 1), () => calls++);
      else for (let i = 0; i < resumes; i++) yield* sleep(1);
    });
    loop.runUntilComplete(() => level(100));
    expect(calls).toBe(expected(resumes));
  }
});

plainTest("return() of a marked coroutine that has started runs its finally block", () => {
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

plainTest("return() of a marked coroutine outside a task closes the coroutines that it awaits too, innermost first", () => {
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

/** Runs a coroutine by calling `next()` and `throw()` directly, as a user's wrapper may do. */
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

test("a wrapper that forwards every next() and throw() to a coroutine does not change its result", function* () {
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
  expect(yield* driven(work(), log)).toBe("3 RangeError: boom");
  expect(log).toEqual(["waits", "waits", "waits"]);
});

test.each([0, 1])(
  "a marked coroutine that was started by hand and dropped does not affect a task that then sleeps for %d ms",
  function* (ms) {
    const dropped = coroutine(function* dropped() {
      yield* getRunningLoop().createFuture<void>();
    });
    dropped()[Symbol.iterator]();
    const result = yield* sleep(ms, "slept");
    expect(result).toBe("slept");
  },
);
