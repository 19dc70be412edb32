import type { TimerHandle } from "@asyncio-ts/loop";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { VirtualLoop } from "./virtual-loop.ts";

// CPython: test_base_events.test_call_later_negative_delays
test("rule 2: timers run in order of deadline, then of creation", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  loop.callLater(20, () => log.push("20 first"));
  loop.callLater(10, () => log.push("10 first"));
  loop.callLater(20, () => log.push("20 second"));
  loop.callAt(10, () => log.push("10 second"));
  loop.runForever();
  expect(log).toEqual(["10 first", "10 second", "20 first", "20 second"]);
});

test("rule 2: timers that come due in one pass run behind ready handles, by deadline, then by creation", () => {
  const loop = new VirtualLoop();
  const { driver } = loop;
  const log: string[] = [];
  loop.callAt(30, () => log.push("30"));
  loop.callAt(10, () => log.push("10"));
  loop.callAt(20, () => log.push("20, a"));
  loop.callAt(20, () => log.push("20, b"));
  loop.callSoon(() => {
    driver.clock = 100;
    loop.callSoon(() => log.push("ready"));
  });
  loop.runForever();
  expect(log).toEqual(["ready", "10", "20, a", "20, b", "30"]);
});

test("rule 3: a cancelled handle or timer never runs, even if it is already due", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  loop.setExceptionHandler((_, { message }) => log.push(message));
  const cancelled = [
    loop.callSoon(() => log.push("soon")),
    loop.callAt(0, () => log.push("due in this pass")),
    loop.callAt(5, () => log.push("later")),
  ];
  loop.callSoon(() => log.push("kept"));
  cancelled[0]!.cancel();
  loop.callAt(-1, () => cancelled[1]!.cancel());
  loop.callAt(4, () => cancelled[2]!.cancel());
  loop.runForever();
  expect(log).toEqual(["kept"]);
  expect(cancelled.map((handle) => handle.cancelled())).toEqual([true, true, true]);
});

test("rule 3: virtual time does not stop at the deadline of a cancelled timer", () => {
  const loop = new VirtualLoop();
  const { driver } = loop;
  const times: number[] = [];
  const cancelled = [10, 20, 40].map((when) => loop.callAt(when, () => {}));
  loop.callAt(30, () => times.push(loop.time()));
  for (const timer of cancelled) timer.cancel();
  loop.runForever();
  expect(times).toEqual([30]);
  expect(driver.parks).toEqual([30, Infinity]);
});

// CPython: test_base_events.test__run_once_cancelled_event_cleanup
test("rule 3: a loop with only cancelled timers parks without a deadline", () => {
  const loop = new VirtualLoop();
  const { driver } = loop;
  for (const when of [1, 2, 3]) loop.callAt(when, () => {}).cancel();
  loop.runForever();
  expect(loop.time()).toBe(0);
  expect(driver.parks).toEqual([Infinity]);
});

test("timer.cancel() called again removes no other timer from the heap", () => {
  const loop = new VirtualLoop();
  const log: number[] = [];
  const timers = [1, 2, 3, 4, 5].map((when) => loop.callAt(when, () => log.push(when)));
  for (const timer of [timers[0]!, timers[2]!, timers[0]!, timers[2]!]) timer.cancel();
  loop.runForever();
  expect(log).toEqual([2, 4, 5]);
  timers[1]!.cancel();
  loop.runForever();
  expect(log).toEqual([2, 4, 5]);
});

// CPython: test_base_events.test_call_later_negative_delays
test("a deadline of Infinity is never reached, and a past deadline is due at once", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  loop.callAt(Infinity, () => log.push("never"));
  loop.callAt(-Infinity, () => log.push("long ago"));
  loop.callLater(-5, () => log.push("a moment ago"));
  loop.runForever();
  expect(log).toEqual(["long ago", "a moment ago"]);
  expect(loop.time()).toBe(0);
});

/** An action of a timer that fires: set another timer, or cancel the timer that was created as number `cancel`. */
type Action = { after: number } | { cancel: number };
interface Plan {
  at: number;
  actions: Action[];
}

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ after: fc.integer({ min: -1, max: 4 }) }),
  fc.record({ cancel: fc.nat({ max: 60 }) }),
);
const plans: fc.Arbitrary<Plan[]> = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: 12 }), actions: fc.array(action, { maxLength: 4 }) }),
  {
    maxLength: 50,
  },
);

/** The timers that fired, by creation number, each with its time. */
type Fired = [timer: number, when: number][];

function runOnLoop(loop: VirtualLoop, list: readonly Plan[]): Fired {
  const fired: Fired = [];
  const timers: TimerHandle[] = [];
  const set = (when: number, actions: readonly Action[]): void => {
    const number = timers.length;
    timers.push(
      loop.callAt(when, () => {
        fired.push([number, loop.time()]);
        for (const action of actions) {
          if ("after" in action) set(loop.time() + action.after, []);
          else timers[action.cancel]?.cancel();
        }
      }),
    );
  };
  for (const { at, actions } of list) set(at, actions);
  loop.runForever();
  return fired;
}

/** Runs the same plans on a list that is sorted before each pass. */
function runOnModel(list: readonly Plan[]): Fired {
  const fired: Fired = [];
  let time = 0;
  const timers: { number: number; when: number; actions: readonly Action[]; live: boolean }[] = [];
  const set = (when: number, actions: readonly Action[]): void => {
    timers.push({ number: timers.length, when, actions, live: true });
  };
  for (const { at, actions } of list) set(at, actions);
  for (;;) {
    const waiting = timers.filter((timer) => timer.live).sort((a, b) => a.when - b.when || a.number - b.number);
    if (waiting.length === 0) return fired;
    time = Math.max(time, waiting[0]!.when);
    const now = time;
    for (const timer of waiting.filter(({ when }) => when <= now)) {
      if (!timer.live) continue;
      timer.live = false;
      fired.push([timer.number, now]);
      for (const action of timer.actions) {
        if ("after" in action) set(now + action.after, []);
        else if (timers[action.cancel] !== undefined) timers[action.cancel]!.live = false;
      }
    }
  }
}

// CPython: test_events.TimerTests.test_timer_comparison
test("rules 2 and 3: for any timers set and cancelled, the heap fires the same timers as a sorted list", () => {
  fc.assert(
    fc.property(plans, (list) => {
      expect(runOnLoop(new VirtualLoop(), list)).toEqual(runOnModel(list));
    }),
    { numRuns: 500 },
  );
});
