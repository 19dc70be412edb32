import { type Coroutine, coroutine, createTask, Future, gather, run, sleep, type Task } from "@asyncio-ts/tasks";
import { DeadlockError, HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { here } from "./here.ts";

beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}));
afterEach(() => vi.restoreAllMocks());

/** Runs a program that cannot end, and returns its DeadlockError. */
function deadlock(main: () => Coroutine<unknown>, loop = new VirtualLoop()): DeadlockError {
  try {
    run(main, { loop });
  } catch (error) {
    if (error instanceof DeadlockError) return error;
    throw error;
  }
  throw new Error("the program ended");
}

test("run() throws a DeadlockError when every task waits and no deadline is left", () => {
  const error = deadlock(function* () {
    yield* sleep(100);
    yield* new Future<void>();
  });
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe("DeadlockError");
  expect(error.message).toMatch(/^Deadlock: every task waits, and nothing can wake one\n/);
});

// JavaScriptCore hides where a task waits: stacks show no lines.
test.skipIf(on("Bun"))("DeadlockError lists each blocked task, its awaited future and the lines of its awaits, innermost first", () => {
  let places: string[] = [];
  let tasks: Task<unknown>[] = [];
  const error = deadlock(function* main() {
    const never = new Future<void>();
    function* inner(): Coroutine<void> {
      places.push(here(1));
      yield* never;
    }
    function* outer(): Coroutine<void> {
      places.push(here(1));
      yield* inner();
    }
    const child = createTask(outer, { name: "child" });
    tasks = [child];
    places.push(here(1));
    yield* child;
  });
  const [inMain, inOuter, inInner] = places;
  const lines = error.message.split("\n").map((line) => line.replace(/\(.*[/\\]([^/\\]+:\d+):\d+\)$/, "($1)"));
  expect(lines).toEqual([
    "Deadlock: every task waits, and nothing can wake one",
    expect.stringMatching(/^ {2}Task-\d+ waits for <Task pending name='child' .*>$/),
    `    at main (${inMain})`,
    "  child waits for <Future pending>",
    `    at inner (${inInner})`,
    `    at outer (${inOuter})`,
  ]);
  expect(error.tasks).toHaveLength(2);
  expect(error.tasks[1]).toBe(tasks[0]);
});

// JavaScriptCore hides where a task waits: stacks show no lines.
test.skipIf(on("Bun"))("DeadlockError lists the lines of marked coroutines", () => {
  let place = "";
  const inner = coroutine(function* inner() {
    place = here(1);
    yield* new Future<void>();
  });
  const outer = coroutine(function* outer() {
    yield* inner();
  });
  const error = deadlock(() => outer());
  expect(error.message).toMatch(/at inner \(.*\n.*at outer \(/);
  expect(error.message).toContain(`${place}:`);
});

// JavaScriptCore hides where a task waits: stacks show no lines.
test.skipIf(on("Bun"))("DeadlockError names the future that a task in gather() waits for", () => {
  const error = deadlock(function* main() {
    yield* gather(new Future<void>(), new Future<void>());
  });
  expect(error.message).toMatch(/waits for <\w+ pending>\n {4}at main/);
});

test("DeadlockError omits finished tasks", () => {
  const error = deadlock(function* () {
    createTask(sleep(5), { name: "finished" });
    yield* new Future<void>();
  });
  expect(error.message).not.toContain("finished");
  expect(error.tasks).toHaveLength(1);
});

test("an infinite sleep is a deadlock", () => {
  expect(deadlock(() => sleep(Infinity)).tasks).toHaveLength(1);
});

test("DeadlockError on a VirtualLoop names the host work that is held, and HostVirtualLoop", () => {
  const loop = new VirtualLoop();
  const error = deadlock(function* () {
    loop.hostWork("fetch of the news");
    yield* new Future<void>();
  }, loop);
  expect(error.message).toMatch(/^Deadlock: a VirtualLoop owns the thread, .*\(fetch of the news\); use a HostVirtualLoop\n/);
});

test("run() on a VirtualLoop throws a DeadlockError where time would jump while host work is held", () => {
  const loop = new VirtualLoop();
  const error = deadlock(function* () {
    using _ = loop.hostWork("fetch of the news");
    yield* sleep(0);
    yield* sleep(10);
  }, loop);
  expect(error.message).toContain("(fetch of the news); use a HostVirtualLoop");
  expect(loop.time()).toBe(0);
});

test("blocked tasks are cancelled and clean up before DeadlockError is thrown", () => {
  const log: string[] = [];
  deadlock(function* () {
    createTask(function* () {
      try {
        yield* new Future<void>();
      } finally {
        yield* sleep(10);
        log.push("cleaned up");
      }
    });
    yield* new Future<void>();
  });
  expect(log).toEqual(["cleaned up"]);
});

/** Swallows every cancellation and keeps waiting. */
function* stubborn(): Coroutine<void> {
  for (;;) {
    try {
      yield* new Future<void>();
    } catch {}
  }
}

function* failing(error: Error): Coroutine<void> {
  createTask(stubborn, { name: "stubborn" });
  yield* sleep(1);
  throw error;
}

// JavaScriptCore hides where a task waits: stacks show no lines.
test.skipIf(on("Bun"))("leftover tasks that never finish cause a DeadlockError, with main's error as its cause", () => {
  const cause = new Error("bad luck");
  const error = deadlock(() => failing(cause));
  expect(error.message).toContain("  stubborn waits for <Future pending>\n    at stubborn");
  expect(error.tasks).toHaveLength(1);
  expect(error.cause).toBe(cause);
});

// JavaScriptCore hides where a task waits: stacks show no lines.
test.skipIf(on("Bun"))("leftover tasks that never finish cause a DeadlockError without a cause if main succeeded", () => {
  const error = deadlock(function* () {
    createTask(stubborn, { name: "stubborn" });
    yield* sleep(1);
  });
  expect(error.message).toContain("stubborn waits for");
  expect(error.cause).toBeUndefined();
});

// JavaScriptCore hides where a task waits: stacks show no lines.
test.skipIf(on("Bun"))("leftover tasks that never finish on a HostVirtualLoop cause a DeadlockError", async () => {
  const cause = new Error("bad luck");
  const error: unknown = await run(() => failing(cause), { loop: new HostVirtualLoop() }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DeadlockError);
  expect(String(error)).toContain("stubborn waits for <Future pending>");
  expect((error as DeadlockError).cause).toBe(cause);
});

test("a loop is closed after a DeadlockError, and reports the tasks that it dropped", () => {
  const loop = new VirtualLoop();
  const reports: string[] = [];
  loop.setExceptionHandler((_, { message, task }) => reports.push(`${message} ${(task as Task<unknown>).getName()}`));
  deadlock(function* () {
    createTask(stubborn, { name: "stubborn" });
    yield* sleep(1);
  }, loop);
  expect(loop.isClosed()).toBe(true);
  expect(reports).toEqual(["Task was destroyed but it is pending! stubborn"]);
});

test("runForever() on a VirtualLoop without work throws a DeadlockError that lists no task", () => {
  const loop = new VirtualLoop();
  expect(() => loop.runForever()).toThrow(/^Deadlock: every task waits, and nothing can wake one$/);
  expect(loop.isRunning()).toBe(false);
  loop.close();
});
