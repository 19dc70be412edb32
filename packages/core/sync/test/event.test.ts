import { Event } from "@asyncio-ts/sync";
import { CancelledError, createTask, getRunningLoop } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { expect, test as plain } from "vitest";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

// CPython: test_locks.EventTests.test_clear
plain("a new event is unset; set() sets it and clear() unsets it", () => {
  const event = new Event();
  expect(event.isSet()).toBe(false);
  event.set();
  event.set();
  expect(event.isSet()).toBe(true);
  event.clear();
  expect(event.isSet()).toBe(false);
});

// CPython: test_locks.EventTests.test_wait
test("event.set() wakes all waiters in order of arrival; a task that starts after set() goes on before them", function* () {
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

// CPython: test_locks.EventTests.test_wait_on_set
test("rule 15: event.wait() on a set event returns without a pass", function* () {
  const event = new Event();
  event.set();
  let passed = false;
  getRunningLoop().callSoon(() => (passed = true));
  expect(yield* event.wait()).toBe(true);
  expect(passed).toBe(false);
});

test("rule 27: event.set() wakes all waiters even if clear() follows at once; later waiters stay blocked", function* () {
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
  yield* cancelOthers();
});

// CPython: test_locks.EventTests.test_clear_with_waiters
test("rule 27: event.set() after clear() wakes the waiters that arrived in between, and no waiter twice", function* () {
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

// CPython: test_locks.EventTests.test_wait_cancel
test("a cancelled event.wait() removes its waiter", function* () {
  const event = new Event();
  const task = createTask(event.wait());
  getRunningLoop().callSoon(() => task.cancel());
  expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
  expect(String(event)).toBe("<Event [unset]>");
});

// CPython: test_locks.EventTests.test_repr
test("String(event) shows whether the event is set and the number of waiters", function* () {
  const event = new Event();
  expect(String(event)).toBe("<Event [unset]>");
  createTask(event.wait());
  yield* passes();
  expect(String(event)).toBe("<Event [unset, waiters:1]>");
  event.set();
  yield* passes(2);
  expect(String(event)).toBe("<Event [set]>");
});
