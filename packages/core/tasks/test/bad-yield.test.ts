import { CancelledError, coroutine, createTask, type Future, getEventLoop, sleep, type Task } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onePass } from "./one-pass.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

/** Yields `trap` without the star, which the types forbid. */
function* yields(trap: unknown): Generator<any, unknown, any> {
  return yield trap;
}

// CPython: test_tasks.test_other_loop_future
test("rule 16: awaiting a pending future of another loop throws an Error that names the task and the future", () => {
  const other = new VirtualLoop();
  const future = other.createFuture<void>();
  const task = loop.createTask(
    function* () {
      yield* future;
    },
    { name: "stranger" },
  );
  expect(() => loop.runUntilComplete(task)).toThrow(
    new Error("Task <Task pending name='stranger'> got Future <Future pending> attached to a different loop"),
  );
  future.setResult();
  other.runUntilComplete(future);
  other.close();
});

test("rule 16: awaiting a task of another loop throws an Error, and the awaited task is not affected", () => {
  const other = new VirtualLoop();
  const theirs = other.createTask(sleep(10, "theirs"), { name: "theirs" });
  const ours = loop.createTask(
    function* () {
      yield* theirs;
    },
    { name: "ours" },
  );
  expect(() => loop.runUntilComplete(ours)).toThrow(
    new Error("Task <Task pending name='ours'> got Future <Task pending name='theirs'> attached to a different loop"),
  );
  expect(other.runUntilComplete(theirs)).toBe("theirs");
  other.close();
});

test("rule 16: awaiting a done future of another loop returns its result", () => {
  const other = new VirtualLoop();
  const future = other.createFuture<number>();
  future.setResult(42);
  expect(
    loop.runUntilComplete(function* () {
      return yield* future;
    }),
  ).toBe(42);
  other.close();
});

// CPython: test_tasks.test_task_awaits_on_itself
test("rule 16: a task that awaits itself gets an Error", () => {
  const task: Task<void> = loop.createTask(
    function* () {
      yield* task;
    },
    { name: "me" },
  );
  expect(() => loop.runUntilComplete(task)).toThrow(new Error("Task cannot await on itself: <Task pending name='me'>"));
});

test("rule 16: a task that catches the error of awaiting itself can continue", () => {
  const task: Task<string> = loop.createTask(function* () {
    try {
      return yield* task;
    } catch {
      yield* sleep(1);
      return "went on";
    }
  });
  expect(loop.runUntilComplete(task)).toBe("went on");
});

test.each([
  ["a number", 42, "Task got bad yield: 42, in task <Task pending name='t'>; write `yield*` before the awaited expression"],
  ["a string", "x", "Task got bad yield: \"x\", in task <Task pending name='t'>; write `yield*` before the awaited expression"],
  ["false", false, "Task got bad yield: false, in task <Task pending name='t'>; write `yield*` before the awaited expression"],
  [
    "a promise",
    Promise.resolve(1),
    "Task got bad yield: an object of class Promise, in task <Task pending name='t'>; write `yield* ensureFuture(promise)`",
  ],
])("rule 16: yielding %s throws an Error that names the value and the task", (_, trap, message) => {
  expect(() => loop.runUntilComplete(loop.createTask(yields(trap), { name: "t" }))).toThrow(new Error(message));
});

test("rule 16: yielding a future without the star throws an Error, and the future can still be awaited afterwards", () => {
  const future = loop.createFuture<number>();
  const task = loop.createTask(yields(future), { name: "t" });
  expect(() => loop.runUntilComplete(task)).toThrow(
    new Error("yield was used instead of yield* in task <Task pending name='t'> with <Future pending>"),
  );
  loop.callSoon(() => future.setResult(1));
  expect(loop.runUntilComplete(future)).toBe(1);
});

test("rule 16: yielding a coroutine without the star throws an Error", () => {
  const plain = (function* () {})();
  expect(() => loop.runUntilComplete(loop.createTask(yields(plain), { name: "t" }))).toThrow(
    /^yield was used instead of yield\* in task <Task pending name='t'> with /,
  );
  const marked = coroutine(function* work() {});
  expect(() =>
    loop.runUntilComplete(function* () {
      const inner = marked();
      try {
        yield* yields(inner);
      } finally {
        inner.return();
      }
    }),
  ).toThrow("with <coroutine work>");
});

test("rule 16: the error of a bad yield is thrown in a later pass", () => {
  const log: string[] = [];
  const task = loop.createTask(function* () {
    loop.callSoon(() => log.push("a pass went by"));
    try {
      yield* yields(42);
    } catch {
      log.push("thrown");
    }
  });
  onePass(loop);
  expect(log).toEqual([]);
  loop.runUntilComplete(task);
  expect(log).toEqual(["a pass went by", "thrown"]);
});

test("rule 16: task.cancel() before the error of a bad yield is thrown replaces it with CancelledError", () => {
  const task = loop.createTask(yields(42));
  onePass(loop);
  task.cancel("instead");
  onePass(loop);
  expect(() => task.result()).toThrow(new CancelledError("instead"));
});

test("rule 16: the error of a bad yield is thrown at the yield, and propagates through plain and marked callers", () => {
  const inner = coroutine(function* inner() {
    try {
      yield* yields(42);
    } catch (error) {
      throw new RangeError("from inner", { cause: error });
    }
  });
  function* outer() {
    yield* sleep(0);
    yield* inner();
  }
  expect(() => loop.runUntilComplete(outer())).toThrow(new RangeError("from inner"));
});

test("a bare `yield` takes one pass, like `yield* sleep(0)`", () => {
  const task = loop.createTask(yields(undefined));
  onePass(loop);
  expect(task.done()).toBe(false);
  onePass(loop);
  expect(task.done()).toBe(true);
});

test("awaiting a future of a loop that is not running throws an Error and leaves the future pending", () => {
  let foreign!: Future<void>;
  const host = getEventLoop();
  const task = loop.createTask(function* () {
    foreign = host.createFuture<void>();
    yield* foreign;
  });
  expect(() => loop.runUntilComplete(task)).toThrow("attached to a different loop");
  expect(foreign.done()).toBe(false);
});

test("createTask() inside a step creates the task on the running loop", () => {
  const inner = loop.runUntilComplete(function* () {
    return [createTask(function* () {})];
  })[0]!;
  expect(inner.getLoop()).toBe(loop);
  loop.runUntilComplete(inner);
});

test("rule 16: awaiting a task that is about to fail for awaiting itself throws an Error immediately, as in CPython", () => {
  const seen: string[] = [];
  loop.runUntilComplete(function* () {
    const task: Task<void> = createTask(function* () {
      yield* sleep(0);
      yield* task;
    });
    yield* sleep(0);
    yield* sleep(0);
    try {
      yield* task;
    } catch (error) {
      seen.push(String(error));
    }
    while (!task.done()) yield* sleep(0);
    seen.push(String(task.exception()));
  });
  expect(seen[0]).toMatch(/^Error: await wasn't used with future/);
  expect(seen[1]).toMatch(/^Error: Task cannot await on itself/);
});
