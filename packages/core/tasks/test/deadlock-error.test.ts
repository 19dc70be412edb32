import { type Coroutine, createTask, DeadlockError, gather, getEventLoop, run, sleep, type Task } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { reportsOf } from "./reports.ts";

/** Runs a program that must deadlock, and returns its DeadlockError. */
function deadlockOf(main: () => Coroutine<unknown>): DeadlockError {
  try {
    const loop = new VirtualLoop();
    reportsOf(loop);
    run(main, { loop });
  } catch (error) {
    if (error instanceof DeadlockError) return error;
    throw error;
  }
  throw new Error("a DeadlockError was expected");
}

/** The lines of the error's message, without the locations. */
const linesOf = (error: Error) => error.message.split("\n").filter((line) => !line.startsWith("    at "));

test("run() throws a DeadlockError that names both tasks if two tasks await each other, and cancels them", () => {
  const log: string[] = [];
  const error = deadlockOf(function* main() {
    const tasks: Task<void>[] = [];
    function* awaits(name: string, index: number): Coroutine<void> {
      try {
        yield* sleep(1);
        yield* tasks[index]!;
      } finally {
        log.push(name);
      }
    }
    tasks.push(createTask(awaits("a", 1), { name: "a" }), createTask(awaits("b", 0), { name: "b" }));
    yield* sleep(10);
    yield* tasks[0]!;
  });
  expect(linesOf(error).map((line) => line.replace(/Task-\d+/g, "Task-N"))).toEqual([
    "Deadlock: every task waits, and nothing can wake one",
    "  Task-N waits for <Task pending name='a' wait_for=<Task name='b'>>",
    "  a waits for <Task pending name='b' wait_for=<Task name='a'>>",
    "  b waits for <Task pending name='a' wait_for=<Task name='b'>>",
  ]);
  expect(error.tasks.map((task) => task.cancelled())).toEqual([true, true, true]);
  expect(log.sort()).toEqual(["a", "b"]);
});

test("run() throws DeadlockError if a task and a gather() that contains it await each other", () => {
  const error = deadlockOf(function* () {
    const parts: Task<unknown>[] = [];
    parts.push(
      createTask(
        function* () {
          yield* sleep(1);
          yield* parts[1]!;
        },
        { name: "part" },
      ),
      createTask(
        function* () {
          yield* gather(parts[0]!, sleep(5));
        },
        { name: "whole" },
      ),
    );
    yield* parts[1]!;
  });
  expect(error.tasks.map((task) => task.getName()).filter((name) => !name.startsWith("Task-"))).toEqual(["part", "whole"]);
  expect(error.tasks.every((task) => task.cancelled())).toBe(true);
});

// JavaScriptCore hides where a task waits: stacks show no lines.
// In a page, vitest serves the sources under other paths.
test.skipIf(on("Bun", "Chromium"))("DeadlockError lists each blocked task with the locations of its calls, innermost first", () => {
  const error = deadlockOf(function* main() {
    yield* outer();
  });
  function* outer() {
    yield* inner();
  }
  function* inner() {
    yield* getEventLoop().createFuture();
  }
  const locations = error.message.split("\n").filter((line) => line.startsWith("    at "));
  expect(locations.map((location) => /at (\w+) \(.*deadlock-error\.test\.ts:\d+:\d+\)$/.exec(location)?.[1])).toEqual([
    "inner",
    "outer",
    "main",
  ]);
});

test("DeadlockError describes the first ten tasks of many, and counts the others", () => {
  const error = deadlockOf(function* () {
    let last: Task<unknown> = createTask(function* () {
      yield* getEventLoop().createFuture();
    });
    for (let i = 0; i < 2_998; i++) {
      const inner = last;
      last = createTask(function* () {
        yield* inner;
      });
    }
    yield* last;
  });
  const lines = linesOf(error);
  expect(lines).toHaveLength(12);
  expect(lines.at(-1)).toBe("  … and 2,990 more");
  expect(error.message.length).toBeLessThan(5_000);
  expect(error.tasks).toHaveLength(3_000);
});

// JavaScriptCore hides where a task waits: stacks show no lines.
test.skipIf(on("Bun", "Chromium"))("DeadlockError lists the ten innermost calls of a deep task", () => {
  function* nested(depth: number): Coroutine<void> {
    if (depth > 0) yield* nested(depth - 1);
    else yield* getEventLoop().createFuture<void>();
  }
  const { message } = deadlockOf(() => nested(40));
  expect(message.split("\n").filter((line) => line.startsWith("    at "))).toHaveLength(10);
  expect(message).toMatch(/\n {4}… and 31 more$/);
});
