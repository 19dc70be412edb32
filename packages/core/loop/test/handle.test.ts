import { Handle, TimerHandle } from "@asyncio-ts/loop";
import { expect, test } from "vitest";
import { VirtualLoop } from "./virtual-loop.ts";

// CPython: test_base_events.test_call_soon
// CPython: test_base_events.test_call_later
// CPython: test_events.TimerTests.test_when
test("what the loop gives back are handles", () => {
  const loop = new VirtualLoop();
  const soon = loop.callSoon(() => {});
  const later = loop.callLater(5, () => {});
  expect([soon instanceof Handle, soon instanceof TimerHandle]).toEqual([true, false]);
  expect([later instanceof Handle, later instanceof TimerHandle]).toEqual([true, true]);
  expect([later.when(), loop.callAt(7, () => {}).when()]).toEqual([5, 7]);
});

// CPython: test_events.HandleTests.test_handle
// CPython: test_events.TimerTests.test_timer
test("a handle knows whether it was cancelled", () => {
  const loop = new VirtualLoop();
  const soon = loop.callSoon(() => {});
  const later = loop.callLater(5, () => {});
  expect([soon.cancelled(), later.cancelled()]).toEqual([false, false]);
  later.cancel();
  soon.cancel();
  soon.cancel();
  expect([soon.cancelled(), later.cancelled()]).toEqual([true, true]);
});

test("a handle that has run is not cancelled, and cancelling it later does nothing", () => {
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
test("a handle says what it will call", () => {
  const loop = new VirtualLoop();
  const soon = loop.callSoon(function greet() {});
  expect(String(soon)).toBe("<Handle function greet>");
  expect(String(loop.callLater(1, () => {}))).toBe("<TimerHandle function (anonymous)>");
  soon.cancel();
  expect(String(soon)).toBe("<Handle cancelled>");
});
