import { allTasks, CancelledError, createTask, type Future, InvalidStateError, sleep, Task } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onePass } from "./one-pass.ts";
import { reportsOf } from "./reports.ts";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

// CPython: test_tasks.test_task_class
test("a task gives what its coroutine returns", () => {
  const task = loop.createTask(function* () {
    return "ok";
  });
  expect(loop.runUntilComplete(task)).toBe("ok");
  expect(task.done()).toBe(true);
  expect(task.result()).toBe("ok");
  expect(task.exception()).toBe(null);
  expect(task.getLoop()).toBe(loop);
});

test("a task throws what its coroutine throws, be it an error or not", () => {
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

test("rule 10: the first step is scheduled, not taken by the creator", () => {
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
test("rule 10: a task that is cancelled before its first step never runs its body", () => {
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
test("awaiting coroutines inside each other adds up their results", () => {
  function* outer() {
    const a = yield* inner(42);
    const b = yield* inner(1000);
    return a + b;
  }
  function* inner(value: number) {
    return value;
  }
  expect(virtually(outer)).toBe(1042);
});

// CPython: test_tasks.test_coroutine_non_gen_function_return_future
test("a coroutine that returns a future hands the future over", () => {
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
test("a task that awaits a future goes on with its result", () => {
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
test("a future may be awaited again once it is done", () => {
  const future = loop.createFuture<number>();
  loop.callSoon(() => future.setResult(42));
  const results = loop.runUntilComplete(function* () {
    return [yield* future, yield* future];
  });
  expect(results).toEqual([42, 42]);
});

test("many tasks may await one future", () => {
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
test("a task's result and exception can't be set from outside", () => {
  const task = loop.createTask(function* () {
    return "ko";
  });
  expect(() => task.setResult("ok")).toThrow("Task does not support setResult operation");
  expect(() => task.setException(new Error("boom"))).toThrow("Task does not support setException operation");
  expect(loop.runUntilComplete(task)).toBe("ko");
});

test("a task that is not done has no result", () => {
  const task = loop.createTask(function* () {});
  expect(() => task.result()).toThrow(InvalidStateError);
  expect(() => task.exception()).toThrow(InvalidStateError);
  onePass(loop);
});

// CPython: test_tasks.test_create_task_with_noncoroutine
test("a task refuses what is no coroutine, and says what it got", () => {
  const refused: [unknown, string][] = [
    [123, "Task: a coroutine or a function* was expected, got 123"],
    [() => 123, "Task: a coroutine or a function* was expected, got 123"],
    [undefined, "Task: a coroutine or a function* was expected, got undefined"],
    [loop.createFuture(), "Task: a coroutine or a function* was expected, got <Future pending>"],
    [[1, 2], "Task: a coroutine or a function* was expected, got an array of 2"],
  ];
  for (const [startable, message] of refused) expect(() => loop.createTask(startable as never)).toThrow(new TypeError(message));
});

// CPython: test_tasks.test_exception_traceback
test("a task's error keeps the stack of the line that threw it", () => {
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
test("an awaiter of a failed task gets the very error, however often", () => {
  const error = new TypeError("boom");
  const got = virtually(function* () {
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
    return caught;
  });
  expect(got).toEqual([error, error, error]);
  expect(got.every((each) => each === error)).toBe(true);
});

// CPython: test_tasks.test_error_in_call_soon
test("a task that can't be scheduled is not among the loop's tasks", () => {
  class Refusing extends VirtualLoop {
    refuses = true;
    override enqueue(runnable: never): void {
      if (this.refuses) throw new RangeError("full");
      super.enqueue(runnable);
    }
  }
  const refusing = new Refusing();
  const reports = reportsOf(refusing);
  expect(() => refusing.createTask(function* () {})).toThrow(new RangeError("full"));
  expect(allTasks(refusing).size).toBe(0);
  refusing.refuses = false;
  refusing.close();
  expect(() => new Task(function* () {}, { loop: refusing })).toThrow(new Error("Event loop is closed"));
  expect(allTasks(refusing).size).toBe(0);
  expect(reports).toEqual([]);
});

// CPython: test_tasks.test_task_repr
// CPython: test_tasks.test_task_repr_wait_for
test("a task's text shows state, name, coroutine and what it waits for", () => {
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
test("a finished task's text shows its result or exception", () => {
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
test("the text of tasks that await each other in a circle ends", () => {
  const tasks: Task<void>[] = [];
  function* awaits(index: number) {
    yield* sleep(1);
    yield* tasks[index]!;
  }
  tasks.push(loop.createTask(awaits(1), { name: "a" }), loop.createTask(awaits(0), { name: "b" }));
  loop.runUntilComplete(sleep(2));
  expect(String(tasks[0])).toBe("<Task pending name='a' wait_for=<Task pending name='b' wait_for=...>>");
  expect(tasks.map((task) => String(task.waitsFor()).slice(0, 22))).toEqual(["<Task pending name='b'", "<Task pending name='a'"]);
  tasks[0]!.cancel();
  loop.runUntilComplete(sleep(2));
  expect(tasks.map((task) => task.cancelled())).toEqual([true, true]);
});

// CPython: test_tasks.test_get_coro
test("getCoro gives the very coroutine, also once the task is done", () => {
  const coroutine = (function* () {
    yield* sleep(1);
  })();
  const task = loop.createTask(coroutine);
  expect(task.getCoro()).toBe(coroutine);
  loop.runUntilComplete(task);
  expect(task.getCoro()).toBe(coroutine);
});

test("getCoro gives null for a task that was done as soon as it began", () => {
  const [eager, waiting] = loop.runUntilComplete(function* () {
    return [createTask(nothing, { eagerStart: true }), createTask(sleep(1), { eagerStart: true })] as const;
  });
  expect(eager.getCoro()).toBeNull();
  expect(waiting.getCoro()).not.toBeNull();
  loop.runUntilComplete(waiting);
});

function* nothing() {}
