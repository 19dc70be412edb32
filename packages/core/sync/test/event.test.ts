import { Event } from "@asyncio-ts/sync";
import { CancelledError, createTask, getRunningLoop } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

// CPython: test_locks.EventTests.test_clear
test("an event is unset at first, set by set() and unset by clear()", () => {
  const event = new Event();
  expect(event.isSet()).toBe(false);
  event.set();
  event.set();
  expect(event.isSet()).toBe(true);
  event.clear();
  expect(event.isSet()).toBe(false);
});

// CPython: test_locks.EventTests.test_wait
test("set() wakes all who wait, in the order of coming, and wait() gives true", () => {
  virtually(function* () {
    const event = new Event();
    const woken: string[] = [];
    function* wait(name: string) {
      const result = yield* event.wait();
      woken.push(name);
      return result;
    }
    const waiting = [createTask(wait("a")), createTask(wait("b"))];
    yield* passes();
    expect(woken).toEqual([]);
    const newcomer = createTask(wait("c"));
    event.set();
    yield* passes();
    expect(woken).toEqual(["c", "a", "b"]);
    expect([...waiting, newcomer].map((task) => task.result())).toEqual([true, true, true]);
  });
});

// CPython: test_locks.EventTests.test_wait_on_set
test("rule 15: waiting for a set event takes no pass", () => {
  virtually(function* () {
    const event = new Event();
    event.set();
    let passed = false;
    getRunningLoop().callSoon(() => (passed = true));
    expect(yield* event.wait()).toBe(true);
    expect(passed).toBe(false);
  });
});

test("rule 27: set() then clear() still frees those who waited", () => {
  virtually(function* () {
    const event = new Event();
    const waiting = [createTask(event.wait()), createTask(event.wait())];
    yield* passes();
    event.set();
    event.clear();
    const late = createTask(event.wait(), { eagerStart: true });
    yield* passes(2);
    expect(waiting.map((task) => task.done())).toEqual([true, true]);
    expect(late.done()).toBe(false);
    expect(event.isSet()).toBe(false);
  });
});

// CPython: test_locks.EventTests.test_clear_with_waiters
test("rule 27: set, clear and set again wake nobody twice, and all who came between", () => {
  virtually(function* () {
    const event = new Event();
    const first = createTask(event.wait());
    yield* passes();
    event.set();
    event.clear();
    const second = createTask(event.wait(), { eagerStart: true });
    event.set();
    event.set();
    expect(String(event)).toBe("<Event [set, waiters:2]>");
    yield* passes();
    expect([first.result(), second.result()]).toEqual([true, true]);
    expect(String(event)).toBe("<Event [set]>");
  });
});

// CPython: test_locks.EventTests.test_wait_cancel
test("a cancelled waiter leaves nothing behind", () => {
  virtually(function* () {
    const event = new Event();
    const task = createTask(event.wait());
    getRunningLoop().callSoon(() => task.cancel());
    expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
    expect(String(event)).toBe("<Event [unset]>");
  });
});

// CPython: test_locks.EventTests.test_repr
test("an event's text shows whether it is set, and how many wait", () => {
  virtually(function* () {
    const event = new Event();
    expect(String(event)).toBe("<Event [unset]>");
    createTask(event.wait());
    yield* passes();
    expect(String(event)).toBe("<Event [unset, waiters:1]>");
    event.set();
    yield* passes(2);
    expect(String(event)).toBe("<Event [set]>");
  });
});
