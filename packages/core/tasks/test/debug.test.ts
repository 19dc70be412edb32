import { CancelledError, createTask, currentTask, sleep, type Task } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
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
  expect(warned).toEqual([`<Task finished name='greedy' result="went on"> swallowed its CancelledError: a catch did not rethrow it`]);
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
