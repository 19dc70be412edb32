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

test("in debug mode a task that swallowed its cancellation is reported", () => {
  const warned = warnings();
  loop.setDebug(true);
  const task = loop.createTask(swallows, { name: "greedy" });
  loop.callLater(100, () => task.cancel());
  expect(loop.runUntilComplete(task)).toBe("went on");
  expect(warned).toEqual([
    `<Task finished name='greedy' result="went on"> swallowed its cancellation: ` +
      "a catch got the CancelledError and did not throw it again",
  ]);
});

test("without debug mode nothing is said of it", () => {
  const warned = warnings();
  const task = loop.createTask(swallows);
  loop.callLater(100, () => task.cancel());
  loop.runUntilComplete(task);
  expect(warned).toEqual([]);
});

const innocent: [string, (task: () => Task<unknown>) => Generator<any, unknown, any>][] = [
  [
    "passes it on",
    function* () {
      yield* sleep(10_000);
    },
  ],
  [
    "takes its request back",
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
    "throws another error in its place",
    function* () {
      try {
        yield* sleep(10_000);
      } catch {
        throw new RangeError("boom");
      }
    },
  ],
];

test.each(innocent)("in debug mode a task that %s is not reported", (what, body) => {
  const warned = warnings();
  loop.setDebug(true);
  const task: Task<unknown> = loop.createTask(() => body(() => task));
  if (what !== "was never cancelled") loop.callLater(100, () => task.cancel());
  loop.runUntilComplete(function* () {
    try {
      yield* task;
    } catch {}
  });
  expect(warned).toEqual([]);
});

// JavaScriptCore begins the stacks of all error classes with `Error`.
test.skipIf(on("Bun"))("a CancelledError carries a stack in debug mode only", () => {
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

test("making a CancelledError leaves the stacks of other errors alone", () => {
  const before = Error.stackTraceLimit;
  const error = new CancelledError();
  expect([error instanceof Error, Error.stackTraceLimit]).toEqual([true, before]);
  expect(new Error("other").stack).toMatch(/\n +at /);
});

// CPython: test_futures.test_future_source_traceback
// CPython: test_futures.test_future_exception_never_retrieved_debug
// CPython: test_tasks.test_task_source_traceback
test("in debug mode the reports of a closing loop say where the future or task was made", () => {
  const reports = reportsOf(loop);
  loop.setDebug(true);
  (function makesFuture() {
    loop.createFuture().setException(new RangeError("boom"));
  })();
  (function makesTask() {
    loop.createTask(function* () {
      yield* loop.createFuture();
    });
  })();
  onePass(loop);
  loop.close();
  const [destroyed, failed] = reports.map(({ message, sourceTraceback }) => `${message} ${sourceTraceback}`);
  expect(destroyed).toMatch(/^Task was destroyed but it is pending! Error: Task created here\n[^]* makesTask /);
  expect(failed).toMatch(/^Future exception was never retrieved Error: Future created here\n[^]* makesFuture /);
});

test("without debug mode nobody keeps where futures and tasks were made", () => {
  const reports = reportsOf(loop);
  loop.createFuture().setException(new RangeError("boom"));
  loop.close();
  expect(Object.keys(reports[0]!)).not.toContain("sourceTraceback");
});
