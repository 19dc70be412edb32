import { awaitedFutureOf } from "@asyncio-ts/tasks/lowlevel";
import { CancelledError, type Coroutine, createTask, currentTask, gather, sleep, waitFor } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { onePass } from "./one-pass.ts";
import { warnings } from "./reports.ts";
import { firedTimers } from "./fired-timers.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop({ start: 1000 });
});
afterEach(() => loop.close());

// CPython: test_tasks.test_sleep
test("sleep(ms, result) waits for the milliseconds and returns the result", () => {
  const seen = loop.runUntilComplete(function* () {
    const results: unknown[] = [loop.time(), yield* sleep(50), loop.time()];
    results.push(yield* sleep(50.5, "yeah"), loop.time());
    return results;
  });
  expect(seen).toEqual([1000, undefined, 1050, "yeah", 1100.5]);
});

test("sleep() begins to wait when it is awaited or started as a task, not when it is called", () => {
  const early = sleep(100, "early");
  const seen = loop.runUntilComplete(function* () {
    yield* sleep(500);
    return [yield* early, yield* createTask(sleep(10, "task")), loop.time()];
  });
  expect(seen).toEqual(["early", "task", 1610]);
});

// CPython: test_tasks.test_sleep_zero
test("sleep(0) lets ready callbacks run first and takes no time", () => {
  const log: unknown[] = [];
  loop.runUntilComplete(function* () {
    loop.callSoon(() => log.push("callback"));
    expect(log).toEqual([]);
    log.push(yield* sleep(0, 10));
  });
  expect(log).toEqual(["callback", 10]);
  expect(loop.time()).toBe(1000);
});

test("sleep() of a negative delay returns its result, and of an infinite delay never ends", () => {
  const seen = loop.runUntilComplete(function* () {
    const forever = createTask(sleep(Infinity));
    const before = yield* sleep(-5, "past");
    yield* sleep(1e9);
    const pending = !forever.done();
    forever.cancel();
    return [before, pending];
  });
  expect(seen).toEqual(["past", true]);
});

// CPython: test_tasks.test_sleep_when_delay_is_nan
test("sleep() throws TypeError for NaN and for a value that is not a number", () => {
  for (const ms of [Number.NaN, "1", undefined, null]) {
    expect(() => loop.runUntilComplete(sleep(ms as number))).toThrow(
      new TypeError(`sleep: a number of milliseconds was expected, got ${ms === "1" ? '"1"' : String(ms)}`),
    );
  }
});

test("sleeping tasks wake in the order of their deadlines, and of their start for equal deadlines", () => {
  const log: string[] = [];
  function* sleeper(name: string, ms: number): Coroutine<void> {
    yield* sleep(ms);
    log.push(name);
  }
  for (const [name, ms] of [
    ["c", 30],
    ["a1", 10],
    ["b", 20],
    ["a2", 10],
    ["a3", 10],
  ] as const)
    loop.createTask(sleeper(name, ms));
  loop.runUntilComplete(sleep(50));
  expect(log).toEqual(["a1", "a2", "a3", "b", "c"]);
});

// CPython: test_tasks.test_sleep_cancel
test("rule 3: a cancelled sleep leaves no timer at which virtual time would stop", () => {
  loop.runUntilComplete(function* () {
    const task = createTask(sleep(300));
    yield* sleep(100);
    task.cancel();
  });
  expect(() => loop.runForever()).toThrow("Deadlock");
  expect(loop.time()).toBe(1100);
});

test.each([10, 0])("sleep(%d) ended by return() or throw() leaves no timer and is done", (ms) => {
  const deadlines = firedTimers(function* () {
    const [closed, failed, unstarted] = [sleep(ms, "result"), sleep(ms, "result"), sleep(ms)];
    closed.next();
    failed.next();
    expect(closed.return("closed")).toEqual({ done: true, value: "closed" });
    expect(() => failed.throw(new RangeError("in"))).toThrow(new RangeError("in"));
    expect(unstarted.return()).toEqual({ done: true, value: undefined });
    expect([closed, failed, unstarted].map((each) => each.next().done)).toEqual([true, true, true]);
  });
  expect(deadlines).toEqual([]);
});

test("gather() and waitFor() accept sleep() and functions that return it", () => {
  const seen = loop.runUntilComplete(function* () {
    const gathered = yield* gather(sleep(10, "a"), () => sleep(0, "b"));
    return [...gathered, yield* waitFor(sleep(10, "c"), 100), yield* waitFor(() => sleep(0, "d"), 100), loop.time()];
  });
  expect(seen).toEqual(["a", "b", "c", "d", 1020]);
});

// JavaScriptCore hides where a task waits: stacks show no lines.
test.skipIf(on("Bun"))("a task whose own coroutine is a sleep has only that sleep in its stack", () => {
  const task = loop.createTask(sleep(10));
  onePass(loop);
  expect(task.getStack().map(({ name }) => name)).toEqual(["sleep"]);
  loop.runUntilComplete(task);
});

// CPython: test_futures.test_set_result_unless_cancelled
test("a sleep that is cancelled at its deadline, before its timer fires, throws CancelledError", () => {
  const task = loop.createTask(sleep(100));
  loop.callLater(100, () => task.cancel());
  expect(() => loop.runUntilComplete(task)).toThrow(CancelledError);
  expect(loop.time()).toBe(1100);
});

test("a sleep that is cancelled after its timer fired, before its task resumes, throws CancelledError", () => {
  const task = loop.createTask(sleep(100));
  onePass(loop);
  loop.callLater(100, () => task.cancel("late"));
  expect(() => loop.runUntilComplete(task)).toThrow(new CancelledError("late"));
});

test("sleep() of a few milliseconds in debug mode warns that the delay may be in seconds", () => {
  const warned = warnings();
  loop.setDebug(true);
  loop.runUntilComplete(function* () {
    yield* sleep(2);
    yield* sleep(0.5);
    yield* sleep(0);
    yield* sleep(10);
    yield* sleep(1000);
  });
  expect(warned.map((text) => text.split("\n", 1)[0])).toEqual([
    "sleep(2) waits for 2 milliseconds; a port of asyncio.sleep(2) is sleep(2000)",
    "sleep(0.5) waits for 0.5 milliseconds; a port of asyncio.sleep(0.5) is sleep(500)",
  ]);
  loop.setDebug(false);
  loop.runUntilComplete(sleep(2));
  expect(warned.length).toBe(2);
});

test("task.waitsFor() returns a pending future while the task sleeps, and null afterwards", () => {
  const task = loop.createTask(function* () {
    yield* sleep(10);
    return awaitedFutureOf(currentTask()!);
  });
  onePass(loop);
  expect(awaitedFutureOf(task)).not.toBe(null);
  expect(awaitedFutureOf(task)!.done()).toBe(false);
  expect(loop.runUntilComplete(task)).toBe(null);
});

test("sleep() has the string tag of a generator and ends with Symbol.dispose", () => {
  const unstarted = sleep(1_000);
  expect(String(unstarted)).toBe("[object Generator]");
  loop.runUntilComplete(function* () {
    const disposed = sleep(1_000) as Coroutine<void> & Partial<Disposable>;
    disposed[Symbol.dispose]!();
    expect(yield* thrown(disposed)).toEqual(new Error("cannot reuse already awaited coroutine"));
  });
  expect(loop.time()).toBe(1000);
});
