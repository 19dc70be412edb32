import {
  CancelledError,
  createTask,
  currentTask,
  ExceptionGroup,
  gather,
  sleep,
  type Task,
  taskGroup,
  timeout,
  type Timeout,
  waitFor,
} from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { onePass } from "./one-pass.ts";
import { reportsOf, warnings } from "./reports.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

function* swallows() {
  try {
    yield* sleep(10_000);
  } catch {}
  return "went on";
}

test("debug mode warns about a task that swallowed its cancellation", () => {
  const warned = warnings();
  loop.setDebug(true);
  const task = loop.createTask(swallows, { name: "greedy" });
  loop.callLater(100, () => task.cancel());
  expect(loop.runUntilComplete(task)).toBe("went on");
  expect(warned).toEqual([
    expect.stringMatching(
      /^<Task finished name='greedy' result="went on"> swallowed its CancelledError: a catch did not rethrow it\. The task was created\n {4}[^]*debug\.test\.ts\S*:\d+:\d+/,
    ),
  ]);
});

test("without debug mode, a task that swallowed its cancellation causes no warning", () => {
  const warned = warnings();
  const task = loop.createTask(swallows);
  loop.callLater(100, () => task.cancel());
  loop.runUntilComplete(task);
  expect(warned).toEqual([]);
});

const notSwallowing: [string, (task: () => Task<unknown>) => Generator<any, unknown, any>][] = [
  [
    "passes its cancellation on",
    function* () {
      yield* sleep(10_000);
    },
  ],
  [
    "calls uncancel()",
    function* () {
      try {
        yield* sleep(10_000);
      } catch {
        currentTask()!.uncancel();
      }
    },
  ],
  [
    "was never cancelled",
    function* (task) {
      task();
      yield* sleep(10);
    },
  ],
  [
    "throws another error instead",
    function* () {
      try {
        yield* sleep(10_000);
      } catch {
        throw new RangeError("boom");
      }
    },
  ],
];

test.each(notSwallowing)("debug mode does not warn about a task that %s", (behaviour, body) => {
  const warned = warnings();
  loop.setDebug(true);
  const task: Task<unknown> = loop.createTask(() => body(() => task));
  if (behaviour !== "was never cancelled") loop.callLater(100, () => task.cancel());
  loop.runUntilComplete(function* () {
    try {
      yield* task;
    } catch {}
  });
  expect(warned).toEqual([]);
});

/** Runs a program in debug mode. Returns the first line of each warning, and the name of the first function of this file below it. */
function hintsOf(main: () => Generator<any, unknown, any>): string[][] {
  const warned = warnings();
  loop.setDebug(true);
  loop.runUntilComplete(main);
  return warned.map((text) => [text.split("\n", 1)[0]!, /at (\w+) \(.*debug\.test\.ts/.exec(text)![1]!]);
}

test("debug mode warns about a time limit that its body swallowed, and names the caller", () => {
  const hints = hintsOf(function* () {
    yield* (function* limits() {
      expect(yield* timeout(100, swallows)).toBe("went on");
      expect(yield* waitFor(swallows(), 200)).toBe("went on");
    })();
  });
  const returned = "but its body returned: a catch did not rethrow the CancelledError";
  expect(hints).toEqual([
    [`timeout: the time limit of 100 ms has passed, ${returned}`, "limits"],
    [`waitFor: the time limit of 200 ms has passed, ${returned}`, "limits"],
  ]);
});

test("debug mode warns about a body that swallowed the cancellation of its group, and names the caller", () => {
  const hints = hintsOf(function* () {
    yield* (function* cancels() {
      yield* taskGroup(function* (group) {
        loop.callLater(100, () => group.cancel());
        yield* swallows();
      });
    })();
    const failing = (function* fails() {
      yield* taskGroup(function* (group) {
        group.createTask(function* () {
          throw new RangeError("boom");
        });
        yield* swallows();
      });
    })();
    expect(yield* thrown(failing)).toBeInstanceOf(ExceptionGroup);
  });
  const text = "taskGroup: the group was cancelled, but its body returned: a catch did not rethrow the CancelledError";
  expect(hints).toEqual([
    [text, "cancels"],
    [text, "fails"],
  ]);
});

const noSwallowing: [string, () => Generator<any, unknown, any>][] = [
  ["passes on", () => timeout(50, () => sleep(100))],
  ["ends in time", () => timeout(50, () => sleep(20))],
  [
    "ends in the step in which it cancels its own task",
    () =>
      taskGroup(function* (group) {
        yield* sleep(20);
        group.cancel();
      }),
  ],
  [
    "reads scope.expired()",
    () =>
      timeout(50, function* (scope: Timeout) {
        try {
          yield* sleep(100);
        } catch (error) {
          if (!scope.expired()) throw error;
        }
      }),
  ],
  [
    "calls uncancel()",
    () =>
      timeout(50, function* () {
        try {
          yield* sleep(100);
        } catch {
          currentTask()!.uncancel();
        }
      }),
  ],
  [
    "throws another error",
    () =>
      timeout(50, function* () {
        try {
          yield* sleep(100);
        } catch {
          throw new RangeError("boom");
        }
      }),
  ],
];

test.each(noSwallowing)("debug mode does not warn about a body that %s", (_, body) => {
  const hints = hintsOf(function* () {
    try {
      yield* body();
    } catch {}
  });
  expect(hints).toEqual([]);
});

test("without debug mode, a body that swallowed its time limit causes no warning", () => {
  const warned = warnings();
  loop.runUntilComplete(() => timeout(100, swallows));
  expect(warned).toEqual([]);
});

test("debug mode gives each hint once for each place", () => {
  const hints = hintsOf(function* main() {
    for (let i = 0; i < 3; i++) {
      yield* timeout(100, swallows);
      yield* sleep(5);
      void sleep(1000);
      const task = createTask(swallows);
      yield* sleep(10);
      task.cancel();
      yield* task;
    }
    yield* sleep(5);
  });
  loop.close();
  expect(hints.map(([text]) => /^[<\w]+/.exec(text!)![0])).toEqual(["timeout", "sleep", "<Task", "sleep"]);
});

// JavaScriptCore begins the stacks of all error classes with `Error`.
test.skipIf(on("Bun"))("a CancelledError has a stack in debug mode only", () => {
  const stackOf = (debug: boolean) => {
    loop.setDebug(debug);
    let stack: string | undefined;
    loop.runUntilComplete(function* () {
      const task = createTask(function* victim() {
        try {
          yield* sleep(10_000);
        } catch (error) {
          stack = (error as Error).stack;
          throw error;
        }
      });
      yield* sleep(0);
      task.cancel("stop");
      try {
        yield* task;
      } catch {}
    });
    return stack!;
  };
  expect(stackOf(false)).toBe("CancelledError: stop");
  expect(stackOf(true)).toMatch(/^CancelledError: stop\n +at /);
});

// JavaScriptCore's stacks show no lines of waiting tasks, and a page leaves them out.
test.skipIf(on("Bun", "Chromium"))("debug mode adds the calls of the awaiting tasks to the stack of an error, once", () => {
  const stackOf = (debug: boolean) => {
    loop.setDebug(debug);
    let error: unknown;
    loop.runUntilComplete(function* outer() {
      const task = createTask(function* job() {
        yield* (function* middle() {
          yield* gather(
            createTask(function* inner() {
              yield* sleep(100);
              throw new RangeError("boom");
            }),
          );
        })();
      });
      error = yield* thrown(task);
    });
    return (error as Error).stack!.split("\n");
  };
  const calls = (stack: string[]) => stack.flatMap((line) => /^ {4}at async (\w+) \(.*debug\.test\.ts:\d+:\d+\)$/.exec(line)?.[1] ?? []);
  expect(calls(stackOf(true))).toEqual(["middle", "job", "outer"]);
  expect(stackOf(false).filter((line) => line.includes("at async"))).toEqual([]);
});

test("in debug mode a task fails with a frozen error as without", () => {
  loop.setDebug(true);
  const frozen = Object.freeze(new RangeError("boom"));
  const task = loop.createTask(function* () {
    yield* createTask(function* () {
      yield* sleep(100);
      throw frozen;
    });
  });
  expect(() => loop.runUntilComplete(task)).toThrow(frozen);
});

test("creating a CancelledError does not change the stacks of other errors", () => {
  const before = Error.stackTraceLimit;
  const error = new CancelledError();
  expect([error instanceof Error, Error.stackTraceLimit]).toEqual([true, before]);
  expect(new Error("other").stack).toMatch(/\n +at /);
});

// CPython: test_futures.test_future_source_traceback
// CPython: test_futures.test_future_exception_never_retrieved_debug
// CPython: test_tasks.test_task_source_traceback
test("in debug mode, the reports of loop.close() include where the future or task was created", () => {
  const reports = reportsOf(loop);
  loop.setDebug(true);
  (function createsFuture() {
    loop.createFuture().setException(new RangeError("boom"));
  })();
  (function createsTask() {
    loop.createTask(function* () {
      yield* loop.createFuture();
    });
  })();
  onePass(loop);
  loop.close();
  const [destroyed, failed] = reports.map(({ message, sourceTraceback }) => `${message} ${sourceTraceback}`);
  expect(destroyed).toMatch(/^Task was destroyed but it is pending! Error: Task created here\n[^]* createsTask /);
  expect(failed).toMatch(/^Future exception was never retrieved Error: Future created here\n[^]* createsFuture /);
});

test("without debug mode, the reports of loop.close() do not include where the future was created", () => {
  const reports = reportsOf(loop);
  loop.createFuture().setException(new RangeError("boom"));
  loop.close();
  expect(Object.keys(reports[0]!)).not.toContain("sourceTraceback");
});
