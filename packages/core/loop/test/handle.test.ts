import { Handle, TimerHandle } from "@asyncio-ts/loop";
import { expect, test } from "vitest";
import { VirtualLoop } from "./virtual-loop.ts";

// CPython: test_base_events.test_call_soon
// CPython: test_base_events.test_call_later
// CPython: test_events.TimerTests.test_when
test("callSoon() returns a Handle; callLater() and callAt() return a TimerHandle with the deadline", () => {
  const loop = new VirtualLoop();
  const soon = loop.callSoon(() => {});
  const later = loop.callLater(5, () => {});
  expect([soon instanceof Handle, soon instanceof TimerHandle]).toEqual([true, false]);
  expect([later instanceof Handle, later instanceof TimerHandle]).toEqual([true, true]);
  expect([later.when(), loop.callAt(7, () => {}).when()]).toEqual([5, 7]);
});

// CPython: test_events.HandleTests.test_handle
// CPython: test_events.TimerTests.test_timer
test("handle.cancelled() is true after cancel(), which may be called twice", () => {
  const loop = new VirtualLoop();
  const soon = loop.callSoon(() => {});
  const later = loop.callLater(5, () => {});
  expect([soon.cancelled(), later.cancelled()]).toEqual([false, false]);
  later.cancel();
  soon.cancel();
  soon.cancel();
  expect([soon.cancelled(), later.cancelled()]).toEqual([true, true]);
});

test("a handle that ran is not cancelled, and cancel() during or after its step stops nothing", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  const soon: Handle = loop.callSoon(() => log.push("ran"));
  const own: Handle = loop.callLater(1, () => {
    own.cancel();
    log.push("cancelled in its own step");
  });
  loop.runForever();
  expect(soon.cancelled()).toBe(false);
  soon.cancel();
  loop.runForever();
  expect(log).toEqual(["ran", "cancelled in its own step"]);
});

// CPython: test_events.HandleTests.test_handle_repr
// CPython: test_events.TimerTests.test_timer_repr
test("handle.toString() names the class and the callback, or reports the cancellation", () => {
  const loop = new VirtualLoop();
  const soon = loop.callSoon(function greet() {});
  expect(String(soon)).toBe("<Handle function greet>");
  expect(String(loop.callLater(1, () => {}))).toBe("<TimerHandle function (anonymous)>");
  soon.cancel();
  expect(String(soon)).toBe("<Handle cancelled>");
});
