import { awaitedFutureOf } from "@asyncio-ts/tasks/lowlevel";
import { allTasks, CancelledError, createTask, type Future, InvalidStateError, sleep, Task } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { afterEach, beforeEach, expect, test as plain } from "vitest";
import { onePass } from "./one-pass.ts";
import { reportsOf } from "./reports.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

// CPython: test_tasks.test_task_class
plain("a task's result is the return value of its coroutine", () => {
  const task = loop.createTask(function* () {
    return "ok";
  });
  expect(loop.runUntilComplete(task)).toBe("ok");
  expect(task.done()).toBe(true);
  expect(task.result()).toBe("ok");
  expect(task.exception()).toBe(null);
  expect(task.getLoop()).toBe(loop);
});

plain("a task's exception is the value that its coroutine throws, error or not", () => {
  for (const thrown of [new RangeError("boom"), "a string", undefined, null]) {
    const task = loop.createTask(function* () {
      yield* sleep(0);
      throw thrown;
    });
    let got: unknown = "nothing";
    try {
      loop.runUntilComplete(task);
    } catch (error) {
      got = error;
    }
    expect(got).toBe(thrown);
    expect(task.exception()).toBe(thrown);
    expect(task.cancelled()).toBe(false);
  }
});

plain("rule 10: loop.createTask() schedules the first step and does not run it", () => {
  const steps: string[] = [];
  const task = loop.createTask(function* () {
    steps.push("first step");
  });
  expect(steps).toEqual([]);
  loop.callSoon(() => steps.push("callback"));
  onePass(loop);
  expect(steps).toEqual(["first step", "callback"]);
  expect(task.done()).toBe(true);
});

// CPython: test_tasks.test_cancel_with_message_before_starting_task
plain("rule 10: task.cancel() before the first step ends the task without running its body", () => {
  let began = false;
  const task = loop.createTask(function* () {
    began = true;
  });
  expect(task.cancel("too late")).toBe(true);
  expect(task.done()).toBe(false);
  expect(() => loop.runUntilComplete(task)).toThrow(new CancelledError("too late"));
  expect(task.cancelled()).toBe(true);
  expect(began).toBe(false);
});

// CPython: test_pep492.test_async_def_coroutines
// CPython: test_tasks.test_task_basics
test("a coroutine gets the results of the coroutines that it awaits", function* () {
  function* outer() {
    const a = yield* inner(42);
    const b = yield* inner(1000);
    return a + b;
  }
  function* inner(value: number) {
    return value;
  }
  expect(yield* outer()).toBe(1042);
});

// CPython: test_tasks.test_coroutine_non_gen_function_return_future
plain("a future inside the result of a coroutine is returned unawaited", () => {
  const future = loop.createFuture<string>();
  const task = loop.createTask(function* () {
    return [future];
  });
  loop.createTask(function* () {
    future.setResult("test");
  });
  const [result] = loop.runUntilComplete(task);
  expect(result === future).toBe(true);
});

// CPython: test_tasks.test_step_result_future
plain("a task that awaits a future resumes with the future's result", () => {
  const future = loop.createFuture<object>();
  let got: unknown;
  const task = loop.createTask(function* () {
    got = yield* future;
  });
  onePass(loop);
  const result = {};
  future.setResult(result);
  onePass(loop);
  expect(got).toBe(result);
  expect(task.result()).toBe(undefined);
});

// CPython: test_futures.test_yield_from_twice
plain("a future that is done can be awaited again", () => {
  const future = loop.createFuture<number>();
  loop.callSoon(() => future.setResult(42));
  const results = loop.runUntilComplete(function* () {
    return [yield* future, yield* future];
  });
  expect(results).toEqual([42, 42]);
});

plain("several tasks that await one future each get its result", () => {
  const future = loop.createFuture<number>();
  const tasks = [1, 2, 3].map((factor) =>
    loop.createTask(function* () {
      return factor * (yield* future);
    }),
  );
  loop.callLater(10, () => future.setResult(7));
  const results = loop.runUntilComplete(function* () {
    const all: number[] = [];
    for (const task of tasks) all.push(yield* task);
    return all;
  });
  expect(results).toEqual([7, 14, 21]);
});

// CPython: test_tasks.test_task_set_methods
plain("task.setResult() and task.setException() throw and do not affect the task", () => {
  const task = loop.createTask(function* () {
    return "ko";
  });
  expect(() => task.setResult("ok")).toThrow("Task does not support setResult operation");
  expect(() => task.setException(new Error("boom"))).toThrow("Task does not support setException operation");
  expect(loop.runUntilComplete(task)).toBe("ko");
});

plain("task.result() and task.exception() of a pending task throw InvalidStateError", () => {
  const task = loop.createTask(function* () {});
  expect(() => task.result()).toThrow(InvalidStateError);
  expect(() => task.exception()).toThrow(InvalidStateError);
  onePass(loop);
});

// CPython: test_tasks.test_create_task_with_noncoroutine
plain("loop.createTask() throws a TypeError that shows the value that is not a coroutine", () => {
  const refused: [unknown, string][] = [
    [123, "createTask: a coroutine or a function* was expected, got 123"],
    [() => 123, "createTask: a coroutine or a function* was expected, got 123"],
    [undefined, "createTask: a coroutine or a function* was expected, got undefined"],
    [loop.createFuture(), "createTask: a coroutine or a function* was expected, got <Future pending>"],
    [[1, 2], "createTask: a coroutine or a function* was expected, got an array of 2"],
  ];
  for (const [startable, message] of refused) expect(() => loop.createTask(startable as never)).toThrow(new TypeError(message));
});

// CPython: test_tasks.test_exception_traceback
plain("a task's error keeps the stack trace of the function that threw it", () => {
  const task = loop.createTask(function* () {
    yield* sleep(0);
    throwsHere();
  });
  function throwsHere() {
    throw new Error("boom");
  }
  expect(() => loop.runUntilComplete(task)).toThrow("boom");
  expect((task.exception() as Error).stack).toContain("throwsHere");
});

// CPython: test_futures2.test_future_traceback
test("every await of a failed task throws the same error object", function* () {
  const error = new TypeError("boom");
  const task = createTask(function* () {
    throw error;
  });
  const caught: unknown[] = [];
  for (let i = 0; i < 3; i++) {
    try {
      yield* task;
    } catch (thrown) {
      caught.push(thrown);
    }
  }
  expect(caught).toEqual([error, error, error]);
  expect(caught.every((each) => each === error)).toBe(true);
});

// CPython: test_tasks.test_error_in_call_soon
plain("a task whose first step cannot be scheduled is not in allTasks()", () => {
  const refusing = new VirtualLoop();
  // Shadows an internal method, because no driver can make an open loop refuse.
  Object.assign(refusing, {
    _enqueue() {
      throw new RangeError("full");
    },
  });
  const reports = reportsOf(refusing);
  expect(() => refusing.createTask(function* () {})).toThrow(new RangeError("full"));
  expect(allTasks(refusing).size).toBe(0);
  Reflect.deleteProperty(refusing, "_enqueue");
  refusing.close();
  expect(() => new Task(function* () {}, { loop: refusing })).toThrow(new Error("Event loop is closed"));
  expect(allTasks(refusing).size).toBe(0);
  expect(reports).toEqual([]);
});

// CPython: test_tasks.test_task_repr
// CPython: test_tasks.test_task_repr_wait_for
plain("String(task) shows the state, the name and the awaited future", () => {
  const future: Future<string> = loop.createFuture();
  const task = new Task(
    function* () {
      return yield* future;
    },
    { loop, name: "waits" },
  );
  expect(String(task)).toBe("<Task pending name='waits'>");
  onePass(loop);
  expect(String(task)).toBe("<Task pending name='waits' wait_for=<Future pending>>");
  task.cancel();
  expect(String(task)).toBe("<Task cancelling name='waits' wait_for=<Future cancelled>>");
  onePass(loop);
  expect(String(task)).toBe("<Task cancelled name='waits'>");
});

// CPython: test_tasks.test_task_repr
plain("String(task) of a finished task shows the result or exception", () => {
  const task = loop.createTask(
    function* () {
      return "abc";
    },
    { name: "t" },
  );
  onePass(loop);
  expect(String(task)).toBe(`<Task finished name='t' result="abc">`);
  const failed = loop.createTask(
    function* () {
      throw new RangeError("boom");
    },
    { name: "f" },
  );
  onePass(loop);
  failed.exception();
  expect(String(failed)).toBe(`<Task finished name='f' exception=RangeError("boom")>`);
});

// CPython: test_futures2.test_recursive_repr_for_pending_tasks
plain("String(task) only names the awaited task, so tasks that await each other in a cycle have an end", () => {
  const tasks: Task<void>[] = [];
  function* awaits(index: number) {
    yield* sleep(1);
    yield* tasks[index]!;
  }
  tasks.push(loop.createTask(awaits(1), { name: "a" }), loop.createTask(awaits(0), { name: "b" }));
  loop.runUntilComplete(sleep(2));
  expect(String(tasks[0])).toBe("<Task pending name='a' wait_for=<Task name='b'>>");
  expect(tasks.map((task) => String(awaitedFutureOf(task)).slice(0, 22))).toEqual(["<Task pending name='b'", "<Task pending name='a'"]);
  tasks[0]!.cancel();
  loop.runUntilComplete(sleep(2));
  expect(tasks.map((task) => task.cancelled())).toEqual([true, true]);
});

// CPython: test_tasks.test_get_coro
plain("task.getCoro() returns the coroutine object, also after the task is done", () => {
  const coroutine = (function* () {
    yield* sleep(1);
  })();
  const task = loop.createTask(coroutine);
  expect(task.getCoro()).toBe(coroutine);
  loop.runUntilComplete(task);
  expect(task.getCoro()).toBe(coroutine);
});

plain("task.getCoro() returns null for an eager task that finished in its first step", () => {
  const [eager, waiting] = loop.runUntilComplete(function* () {
    return [createTask(nothing, { eagerStart: true }), createTask(sleep(1), { eagerStart: true })] as const;
  });
  expect(eager.getCoro()).toBeNull();
  expect(waiting.getCoro()).not.toBeNull();
  loop.runUntilComplete(waiting);
});

function* nothing() {}
