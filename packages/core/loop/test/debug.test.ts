import { afterEach, beforeEach, expect, type Mock, test, vi } from "vitest";
import { GuestLoop } from "./guest-loop.ts";
import { VirtualLoop } from "./virtual-loop.ts";

let warn: Mock<(...data: unknown[]) => void>;
beforeEach(() => {
  warn = vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

/** Creates a loop with one callback that advances the clock by `ms`. */
function busyFor(ms: number): VirtualLoop {
  const loop = new VirtualLoop();
  loop.callSoon(function works() {
    loop.driver.clock += ms;
  });
  return loop;
}

// CPython: test_base_events.test_set_debug
test("debug mode is off by default, and slow steps are then not reported", () => {
  const loop = busyFor(1_000);
  expect(loop.getDebug()).toBe(false);
  loop.runForever();
  expect(warn).not.toHaveBeenCalled();
  loop.setDebug(true);
  expect(loop.getDebug()).toBe(true);
});

// CPython: test_base_events.test_log_slow_callbacks
test("debug mode reports a step that takes at least slowCallbackDuration, 100 ms by default", () => {
  for (const [ms, limit] of [
    [99.9, undefined],
    [100, undefined],
    [20.4, 20],
    [19, 20],
  ] as const) {
    const loop = busyFor(ms);
    expect(loop.slowCallbackDuration).toBe(100);
    loop.slowCallbackDuration = limit ?? 100;
    loop.setDebug(true);
    loop.runForever();
  }
  expect(warn.mock.calls).toEqual([["Executing <Handle function works> took 100 ms"], ["Executing <Handle function works> took 20 ms"]]);
});

test("debug mode on a guest loop reports slow steps, and the loop still pauses at the end of a slice", () => {
  const loop = new GuestLoop();
  loop.setDebug(true);
  for (let i = 0; i < 100; i++) {
    loop.callSoon(function works() {
      loop.driver.clock += i === 31 ? 100 : 0;
    });
  }
  loop.driver.turn();
  expect(loop.driver.armed).toBe(-Infinity);
  loop.setDebug(false);
  loop.driver.turn();
  expect(loop.driver.armed).toBe(Infinity);
  expect(warn.mock.calls).toEqual([["Executing <Handle function works> took 100 ms"]]);
});

test("debug mode keeps the order of handles, even if it is switched within a pass", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  loop.callSoon(() => {
    log.push("a");
    loop.setDebug(true);
    loop.callSoon(() => log.push("a'"));
  });
  loop.callSoon(() => log.push("b"));
  loop.callSoon(() => {
    log.push("c");
    loop.callSoon(() => {
      log.push("c'");
      loop.setDebug(false);
    });
    loop.callSoon(() => log.push("c''"));
  });
  loop.callAt(0, () => log.push("due"));
  loop.runForever();
  expect(log).toEqual(["a", "b", "c", "due", "a'", "c'", "c''"]);
});

// CPython: test_events.HandleTests.test_handle_repr_debug
// CPython: test_events.HandleTests.test_handle_source_traceback
// CPython: test_events.TimerTests.test_timer_repr_debug
test("debug mode reports the stack where a failed handle was created", () => {
  const loop = new VirtualLoop();
  const traces: unknown[] = [];
  loop.setExceptionHandler((_, context) => traces.push(context.sourceTraceback));
  const fails = (): void => {
    throw new Error("bad luck");
  };
  loop.callSoon(fails);
  loop.setDebug(true);
  loop.callSoon(fails);
  loop.runForever();
  expect(traces).toEqual([undefined, expect.stringContaining("debug.test.ts")]);
});
