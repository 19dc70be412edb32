import { runtime } from "@asyncio-ts/loop/lowlevel";
import { afterEach, expect, test, vi } from "vitest";
import { guest, owner } from "./scheduler-harness.ts";

/** Steps between two reads of the clock. */
const STEPS = 32;

// Without a loop, nothing resets the current runnable after a slice.
afterEach(() => {
  runtime.current = null;
  vi.restoreAllMocks();
});

test("rule 1: a pass runs the runnables that were ready when it began, and later ones run in the next pass", () => {
  const harness = owner(0);
  harness.enqueue("a", () => harness.enqueue("a'"));
  harness.enqueue("b");
  expect([harness.runNewSlice(), harness.log]).toEqual([-Infinity, ["a", "b"]]);
  expect([harness.runNewSlice(), harness.log]).toEqual([Infinity, ["a", "b", "a'"]]);
});

test("rule 1: a slice runs passes until nothing is ready", () => {
  for (const harness of [owner(), guest()]) {
    harness.enqueue("a", () => harness.enqueue("b", () => harness.enqueue("c")));
    expect([harness.runNewSlice(), harness.log]).toEqual([Infinity, ["a", "b", "c"]]);
  }
});

test("rule 2: due timers run behind ready work, by deadline, then by creation", () => {
  for (const harness of [owner(), guest()]) {
    harness.schedule("30", 30);
    harness.schedule("20 first", 20);
    harness.schedule("10", 10);
    harness.schedule("20 second", 20);
    harness.schedule("later", 31);
    harness.enqueue("ready");
    harness.driver.clock = 30;
    expect([harness.runNewSlice(), harness.log]).toEqual([31, ["ready", "10", "20 first", "20 second", "30"]]);
  }
});

test("rule 2: a timer that comes due during a pass runs in the next pass, behind its ready work", () => {
  const harness = owner();
  harness.schedule("timer", 5);
  harness.enqueue("a", () => {
    harness.driver.clock = 5;
    harness.enqueue("a'");
  });
  harness.enqueue("b");
  expect([harness.runNewSlice(), harness.log]).toEqual([Infinity, ["a", "b", "a'", "timer"]]);
});

test("rule 2: a timer set during a pass with a past deadline runs in the next pass", () => {
  const harness = owner();
  harness.enqueue("a", () => harness.schedule("timer", -1));
  harness.enqueue("b");
  expect([harness.runNewSlice(), harness.log]).toEqual([Infinity, ["a", "b", "timer"]]);
});

test("rule 3: a timer removed from the heap never runs, and its deadline is not returned", () => {
  const harness = owner();
  const { timers } = harness.scheduler;
  const removed = [harness.schedule("due", 0), harness.schedule("next", 5)];
  harness.schedule("last", 9);
  for (const timer of removed) timers.remove(timer);
  expect([harness.runNewSlice(), harness.log]).toEqual([9, []]);
});

test("runSlice() sets the current runnable for each step", () => {
  const harness = guest();
  const seen: unknown[] = [];
  const see = (): unknown => seen.push(runtime.current);
  const runnables = [harness.enqueue("a", see), harness.schedule("b", 0, see)];
  harness.runNewSlice();
  expect(seen[0]).toBe(runnables[0]);
  expect(seen[1]).toBe(runnables[1]);
});

test("scheduler.deadline is -Infinity if work is ready or the loop stops, else the deadline of the next timer", () => {
  const harness = owner();
  const { scheduler } = harness;
  expect(scheduler.deadline).toBe(Infinity);
  harness.schedule("timer", 7);
  expect(scheduler.deadline).toBe(7);
  harness.enqueue("ready");
  expect(scheduler.deadline).toBe(-Infinity);
  harness.runNewSlice();
  expect(scheduler.deadline).toBe(7);
  scheduler.stopping = true;
  expect(scheduler.deadline).toBe(-Infinity);
});

test("a guest loop pauses within a pass when its slice is over, and resumes that pass before due timers and new work", () => {
  const harness = guest(1);
  for (let i = 0; i < STEPS; i++) harness.enqueue("first half");
  harness.enqueue("second half", () => harness.enqueue("next pass"));
  harness.schedule("timer", 1);
  harness.scheduler.beginSlice();
  harness.driver.clock = 1;
  expect(harness.scheduler.runSlice()).toBe(-Infinity);
  expect(harness.log).toEqual(Array.from({ length: STEPS }, () => "first half"));
  harness.log.length = 0;
  harness.enqueue("from the host");
  expect([harness.runNewSlice(), harness.log]).toEqual([Infinity, ["second half", "from the host", "next pass", "timer"]]);
});

test("a guest loop pauses between two passes if the slice is over after the last step of a pass", () => {
  const harness = guest(1);
  for (let i = 0; i < STEPS; i++) harness.enqueue("step");
  harness.schedule("timer", 1);
  harness.scheduler.beginSlice();
  harness.driver.clock = 1;
  expect([harness.scheduler.runSlice(), harness.log.length]).toEqual([-Infinity, STEPS]);
  expect([harness.runNewSlice(), harness.log.at(-1)]).toEqual([Infinity, "timer"]);
});

test("a guest loop does not pause before its slice is over", () => {
  const harness = guest(1);
  for (let i = 0; i < 10 * STEPS; i++) harness.enqueue("step");
  harness.scheduler.beginSlice();
  harness.driver.clock = 0.9;
  expect([harness.scheduler.runSlice(), harness.log.length]).toEqual([Infinity, 10 * STEPS]);
});

test("a guest loop reads the clock when a slice begins and after every 32 steps", () => {
  const harness = guest();
  for (let i = 0; i < 3 * STEPS; i++) harness.enqueue("step");
  harness.schedule("timer", 5);
  harness.scheduler.beginSlice();
  expect(harness.driver.reads).toBe(1);
  harness.scheduler.runSlice();
  expect(harness.driver.reads).toBe(1 + 3);
});

test("a guest loop runs a timer that comes due during its slice after the next read of the clock", () => {
  const harness = guest(100);
  harness.schedule("timer", 5);
  harness.enqueue("sets the clock", () => (harness.driver.clock = 5));
  expect([harness.runNewSlice(), harness.log]).toEqual([5, ["sets the clock"]]);
  for (let i = 1; i < STEPS; i++) harness.enqueue("step");
  expect([harness.scheduler.runSlice(), harness.log.at(-1)]).toEqual([Infinity, "timer"]);
});

test("a loop that owns its thread reads the clock in each pass while a timer is set", () => {
  const harness = owner();
  harness.schedule("timer", 2);
  const advance = (): void => {
    harness.driver.clock++;
    if (harness.driver.clock < 4) harness.enqueue(`pass ${harness.driver.clock}`, advance);
  };
  harness.enqueue("pass 0", advance);
  harness.runNewSlice();
  expect(harness.log).toEqual(["pass 0", "pass 1", "pass 2", "timer", "pass 3"]);
});

test("a loop that owns its thread ends its slice after a pass, never within it", () => {
  const harness = owner(5);
  for (let i = 0; i < 10 * STEPS; i++) harness.enqueue("step", () => harness.driver.clock++);
  harness.enqueue("last", () => harness.enqueue("next pass"));
  expect([harness.runNewSlice(), harness.log.at(-1)]).toEqual([-Infinity, "last"]);
  expect([harness.runNewSlice(), harness.log.at(-1)]).toEqual([Infinity, "next pass"]);
});

test("a loop that owns its thread ends a slice with the next timer's deadline if nothing else is left", () => {
  const harness = owner(0);
  harness.schedule("timer", 7);
  harness.enqueue("ready");
  expect(harness.runNewSlice()).toBe(7);
});

test("rule 4: stopping finishes the pass and returns null, and keeps the work of the next pass", () => {
  for (const harness of [owner(), guest()]) {
    harness.enqueue("a", () => {
      harness.scheduler.stopping = true;
      harness.enqueue("a'");
      harness.schedule("timer", 0);
    });
    harness.enqueue("b");
    expect([harness.runNewSlice(), harness.log]).toEqual([null, ["a", "b"]]);
    harness.scheduler.stopping = false;
    expect([harness.runNewSlice(), harness.log]).toEqual([Infinity, ["a", "b", "a'", "timer"]]);
  }
});

test("rule 4: stopping before a slice runs exactly one pass, which includes due timers", () => {
  for (const harness of [owner(), guest()]) {
    harness.enqueue("ready", () => harness.enqueue("next pass"));
    harness.schedule("due", 0);
    harness.schedule("later", 1);
    harness.scheduler.stopping = true;
    expect([harness.runNewSlice(), harness.log]).toEqual([null, ["ready", "due"]]);
  }
});

test("rule 4: stopping with nothing ready returns null", () => {
  for (const harness of [owner(), guest()]) {
    harness.schedule("later", 1);
    harness.scheduler.stopping = true;
    expect([harness.runNewSlice(), harness.log]).toEqual([null, []]);
  }
});

test("rule 4: stopping in a pass that a guest loop pauses returns null only after the rest of the pass", () => {
  const harness = guest(1);
  harness.enqueue("stops", () => {
    harness.driver.clock = 1;
    harness.scheduler.stopping = true;
  });
  for (let i = 1; i < STEPS; i++) harness.enqueue("step");
  harness.enqueue("last");
  expect([harness.runNewSlice(), harness.log.at(-1)]).toEqual([-Infinity, "step"]);
  expect([harness.runNewSlice(), harness.log.at(-1)]).toEqual([null, "last"]);
});

test("clear() drops ready runnables and removes timers", () => {
  const harness = owner();
  harness.enqueue("a");
  harness.enqueue("b");
  const timer = harness.schedule("timer", 0);
  harness.scheduler.clear();
  expect(harness.log).toEqual(["a dropped", "b dropped"]);
  expect([harness.scheduler.ready.length, harness.scheduler.timers.size, timer.slot]).toEqual([0, 0, -1]);
  expect(harness.runNewSlice()).toBe(Infinity);
});

test("clear() forgets a paused pass, so that later work forms a new pass", () => {
  const harness = guest(1);
  for (let i = 0; i < STEPS; i++) harness.enqueue("step");
  for (const name of ["rest", "more rest"]) harness.enqueue(name);
  harness.scheduler.beginSlice();
  harness.driver.clock = 1;
  harness.scheduler.runSlice();
  harness.scheduler.clear();
  expect(harness.log.slice(STEPS)).toEqual(["rest dropped", "more rest dropped"]);
  harness.enqueue("new");
  expect([harness.runNewSlice(), harness.log.at(-1)]).toEqual([Infinity, "new"]);
});

test("clear() skips runnables without dropped()", () => {
  const { scheduler } = owner();
  scheduler.ready.push({ context: null, run() {} });
  scheduler.clear();
  expect(scheduler.ready.length).toBe(0);
});

test("debug mode warns of a step that takes slowCallbackDuration, and keeps the order of passes", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const harness = owner();
  harness.setDebug(true);
  harness.reporter.slowCallbackDuration = 20;
  const slow = harness.enqueue("slow", () => {
    harness.driver.clock += 20;
    harness.enqueue("next pass");
  });
  slow.toString = () => "the slow step";
  harness.enqueue("quick", () => (harness.driver.clock += 19));
  expect([harness.runNewSlice(), harness.log]).toEqual([Infinity, ["slow", "quick", "next pass"]]);
  expect(warn.mock.calls).toEqual([["Executing the slow step took 20 ms"]]);
});

test("isOneStep() is false while a timer is due or debug mode is on", () => {
  const harness = guest();
  const { scheduler } = harness;
  scheduler.beginSlice();
  expect(scheduler.isOneStep()).toBe(true);
  harness.setDebug(true);
  expect(scheduler.isOneStep()).toBe(false);
  harness.setDebug(false);
  const timer = harness.schedule("due", 0);
  expect(scheduler.isOneStep()).toBe(false);
  scheduler.timers.remove(timer);
  harness.schedule("later", 1);
  expect(scheduler.isOneStep()).toBe(true);
});
