import { ContextVar, copyContext } from "@asyncio-ts/loop";
import {
  allTasks,
  CancelledError,
  type Coroutine,
  createTask,
  currentTask,
  eagerTaskFactory,
  EventLoop,
  gather,
  getEventLoop,
  sleep,
  Task,
  taskGroup,
} from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { onePass } from "./one-pass.ts";
import { reportsOf } from "./reports.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

/** The two ways to start an eager task. */
const ways: [string, (coroutine: Coroutine<any>, name?: string) => Task<any>][] = [
  ["eagerStart", (coroutine, name) => createTask(coroutine, { eagerStart: true, name })],
  [
    "eagerTaskFactory",
    (coroutine, name) => {
      loop.setTaskFactory(eagerTaskFactory);
      const task = createTask(coroutine, { name });
      loop.setTaskFactory(null);
      return task;
    },
  ],
];

describe.each(ways)("a task started by %s", (_, start) => {
  // CPython: test_tasks.test_eager_start_true
  test("takes its first step inside its creator's step", () => {
    const log: string[] = [];
    loop.runUntilComplete(function* () {
      log.push("before");
      const task = start(
        (function* () {
          log.push("eager");
        })(),
      );
      log.push("after");
      expect(task.done()).toBe(true);
      yield* task;
    });
    expect(log).toEqual(["before", "eager", "after"]);
  });

  // CPython: test_eager_task_factory.test_eager_completion
  test("is done immediately if its coroutine never waits", () => {
    const result = loop.runUntilComplete(function* () {
      const task = start(
        (function* () {
          return "hello";
        })(),
      );
      expect(task).toBeInstanceOf(Task);
      return [task.result(), yield* task];
    });
    expect(result).toEqual(["hello", "hello"]);
  });

  // CPython: test_eager_task_factory.test_await_future_during_eager_step
  test("can settle in its first step a future that its creator then awaits", () => {
    const result = loop.runUntilComplete(function* () {
      const future = loop.createFuture<string>();
      start(
        (function* () {
          future.setResult("my message");
        })(),
      );
      return yield* future;
    });
    expect(result).toBe("my message");
  });

  // CPython: test_eager_task_factory.test_block_after_eager_step
  test("continues like any other task once it has waited", () => {
    const result = loop.runUntilComplete(function* () {
      const task = start(sleep(100, "finished after blocking"));
      expect(task.done()).toBe(false);
      const value = yield* task;
      expect(task.done()).toBe(true);
      return value;
    });
    expect(result).toBe("finished after blocking");
    expect(loop.time()).toBe(100);
  });

  // CPython: test_eager_task_factory.test_cancellation_after_eager_completion
  test("cannot be cancelled once it is done", () => {
    const result = loop.runUntilComplete(function* () {
      const task = start(
        (function* () {
          return "finished";
        })(),
      );
      expect(task.cancel()).toBe(false);
      return yield* task;
    });
    expect(result).toBe("finished");
  });

  // CPython: test_eager_task_factory.test_cancellation_after_eager_step_blocks
  test("can be cancelled while it waits", () => {
    expect(() =>
      loop.runUntilComplete(function* () {
        const task = start(sleep(100));
        task.cancel("cancellation message");
        expect(task.cancelling()).toBe(1);
        yield* task;
      }),
    ).toThrow(new CancelledError("cancellation message"));
  });

  // CPython: test_eager_task_factory.test_current_task
  test("is the current task during its steps, and its creator is again after the first step", () => {
    loop.runUntilComplete(function* () {
      const main = currentTask();
      const seen: unknown[] = [];
      const task = start(
        (function* () {
          seen.push(currentTask());
          yield* sleep(1);
          seen.push(currentTask());
        })(),
      );
      expect(currentTask() === main).toBe(true);
      yield* task;
      expect(seen.map((each) => each === task)).toEqual([true, true]);
    });
  });

  // CPython: test_eager_task_factory.test_all_tasks_with_eager_completion
  // CPython: test_eager_task_factory.test_all_tasks_with_blocking
  // CPython: test_free_threading.test_all_tasks_from_other_thread_includes_eager_tasks
  test("is in allTasks() during its first step, and afterwards only while unfinished", () => {
    loop.runUntilComplete(function* () {
      let during!: Set<Task<unknown>>;
      const done = start(
        (function* () {
          during = allTasks();
        })(),
      );
      expect([during.has(done), allTasks().has(done)]).toEqual([true, false]);
      const future = loop.createFuture<void>();
      const waiting = start(
        (function* () {
          during = allTasks();
          yield* future;
        })(),
      );
      expect([during.has(waiting), allTasks().has(waiting)]).toEqual([true, true]);
      future.setResult();
      yield* waiting;
      expect(allTasks().has(waiting)).toBe(false);
    });
  });

  // CPython: test_eager_task_factory.test_context_vars
  test("has its own context from the first step on", () => {
    const variable = new ContextVar("variable", { default: 0 });
    loop.runUntilComplete(function* () {
      variable.set(1);
      const seen: number[] = [];
      const task = start(
        (function* () {
          seen.push(variable.get());
          variable.set(2);
          yield* sleep(1);
          seen.push(variable.get());
          variable.set(3);
        })(),
      );
      expect([seen, variable.get()]).toEqual([[1], 1]);
      yield* task;
      expect([seen, variable.get()]).toEqual([[1, 2], 1]);
    });
  });

  // CPython: test_eager_task_factory.test_name
  // CPython: test_eager_task_factory.test_eager_start_true_with_default_factory
  // CPython: test_tasks.test_eager_start_true
  test("has its name in the first step", () => {
    loop.runUntilComplete(function* () {
      let name: string | undefined;
      const task = start(
        (function* () {
          name = currentTask()!.getName();
        })(),
        "test name",
      );
      expect(name).toBe("test name");
      yield* task;
    });
  });

  test("that fails in its first step keeps the error for its awaiter, and its creator continues", () => {
    const reports = reportsOf(loop);
    const caught = loop.runUntilComplete(function* () {
      const task = start(
        (function* () {
          throw new RangeError("boom");
        })(),
      );
      expect(task.done()).toBe(true);
      try {
        yield* task;
      } catch (error) {
        return error;
      }
      return null;
    });
    expect(caught).toEqual(new RangeError("boom"));
    loop.close();
    expect(reports).toEqual([]);
  });

  test("can start another eager task, whose first step runs inside its own first step", () => {
    const log: string[] = [];
    function* nested(depth: number): Coroutine<void> {
      log.push(`begins ${depth}`);
      if (depth > 0) start(nested(depth - 1));
      log.push(`waits ${depth}`);
      yield* sleep(1);
    }
    loop.runUntilComplete(function* () {
      yield* start(nested(2));
    });
    expect(log).toEqual(["begins 2", "begins 1", "begins 0", "waits 0", "waits 1", "waits 2"]);
  });
});

// CPython: test_eager_task_factory.test_eager_start_false
// CPython: test_tasks.test_eager_start_false
test("eagerStart: false schedules the first step, even if eagerTaskFactory is set", () => {
  loop.setTaskFactory(eagerTaskFactory);
  loop.runUntilComplete(function* () {
    let name: string | null = null;
    const task = createTask(
      function* () {
        name = currentTask()!.getName();
      },
      { eagerStart: false, name: "example" },
    );
    expect([task.done(), name]).toEqual([false, null]);
    yield* task;
    expect(name).toBe("example");
  });
});

test("eagerStart: true outside a step schedules the first step", () => {
  let began = false;
  const task = loop.createTask(
    function* () {
      began = true;
    },
    { eagerStart: true },
  );
  expect(began).toBe(false);
  onePass(loop);
  expect([began, task.done()]).toEqual([true, true]);
});

test("eagerStart: true in a step of another loop schedules the first step", () => {
  let running: EventLoop | null = null;
  const other = new VirtualLoop();
  const task = loop.runUntilComplete(function* () {
    return [
      other.createTask(
        function* () {
          running = getEventLoop();
        },
        { eagerStart: true },
      ),
    ];
  })[0]!;
  expect([task.done(), running]).toEqual([false, null]);
  other.runUntilComplete(task);
  expect(running).toBe(other);
  other.close();
});

// CPython: test_eager_task_factory.test_eager_task_factory_set
test("loop.getTaskFactory() returns the factory that was set", () => {
  loop.setTaskFactory(eagerTaskFactory);
  expect(loop.getTaskFactory()).toBe(eagerTaskFactory);
});

/** Sets a task factory that counts the tasks that do not start inside their creator's step. Returns a function for the count. */
function countLate(eagerStart: boolean): () => number {
  let late = 0;
  loop.setTaskFactory((of, startable, options) => {
    let began = false;
    function* noting(): Coroutine<unknown> {
      began = true;
      return yield* typeof startable === "function" ? startable() : startable;
    }
    const task = new Task(noting, { ...options, loop: of, eagerStart });
    if (!began) late++;
    return task;
  });
  return () => late;
}

function* groups(width: number, depth: number): Coroutine<void> {
  if (depth === 0) return;
  yield* taskGroup(function* (group) {
    for (let i = 0; i < width; i++) group.createTask(groups(width, depth - 1));
  });
}

function* gathers(width: number, depth: number): Coroutine<void> {
  if (depth === 0) return;
  yield* gather(...Array.from({ length: width }, () => gathers(width, depth - 1)));
}

// CPython: test_eager_task_factory.test_recursive_taskgroups
// CPython: test_eager_task_factory.test_recursive_gather
test.each([
  ["task groups", groups],
  ["gather() calls", gathers],
])("of the 781 tasks in a tree of %s, all but the root start inside their creator's step if eagerStart is set", (_, tree) => {
  const late = countLate(false);
  loop.runUntilComplete(tree(5, 4));
  expect(late()).toBe(781);
  const lateOfEager = countLate(true);
  loop.runUntilComplete(tree(5, 4));
  expect(lateOfEager()).toBe(1);
});

// CPython: test_eager_task_factory.test_awaitables_chain
test("a chain of awaited coroutines creates no tasks", () => {
  const late = countLate(false);
  function* chain(depth: number): Coroutine<number> {
    return depth === 0 ? 0 : 1 + (yield* chain(depth - 1));
  }
  expect(loop.runUntilComplete(chain(100))).toBe(100);
  expect(late()).toBe(1);
});

test("an eager step keeps its creator's context entered, so that entering that context again throws", () => {
  const context = copyContext();
  const begun: string[] = [];
  loop.runUntilComplete(
    loop.createTask(
      function* () {
        createTask(
          function* () {
            begun.push("inner");
            expect(() => context.run(() => {})).toThrow("already entered");
          },
          { eagerStart: true },
        );
        expect(() => createTask(sleep(0), { eagerStart: true, context })).toThrow("already entered");
        expect(allTasks().size).toBe(1);
      },
      { context },
    ),
  );
  expect(begun).toEqual(["inner"]);
});

test("eagerTaskFactory starts a task eagerly if eagerStart is undefined", () => {
  loop.setTaskFactory(eagerTaskFactory);
  loop.runUntilComplete(function* () {
    expect(createTask(function* () {}, { eagerStart: undefined }).done()).toBe(true);
  });
});
