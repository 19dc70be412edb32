import type { TimerHandle } from "@asyncio-ts/loop";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { VirtualLoop } from "./virtual-loop.ts";

// CPython: test_base_events.test_call_later_negative_delays
test("rule 2: timers run by deadline, then by creation", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  loop.callLater(20, () => log.push("20 first"));
  loop.callLater(10, () => log.push("10 first"));
  loop.callLater(20, () => log.push("20 second"));
  loop.callAt(10, () => log.push("10 second"));
  loop.runForever();
  expect(log).toEqual(["10 first", "10 second", "20 first", "20 second"]);
});

test("rule 2: timers that come due together stand behind what is ready, by deadline, then by creation", () => {
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

test("rule 3: a cancelled handle or timer never runs, also when it is due already", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  loop.setExceptionHandler((_, { message }) => log.push(message));
  const victims = [
    loop.callSoon(() => log.push("soon")),
    loop.callAt(0, () => log.push("due in this pass")),
    loop.callAt(5, () => log.push("later")),
  ];
  loop.callSoon(() => log.push("kept"));
  victims[0]!.cancel();
  loop.callAt(-1, () => victims[1]!.cancel());
  loop.callAt(4, () => victims[2]!.cancel());
  loop.runForever();
  expect(log).toEqual(["kept"]);
  expect(victims.map((victim) => victim.cancelled())).toEqual([true, true, true]);
});

test("rule 3: virtual time never stops at the deadline of a cancelled timer", () => {
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
test("rule 3: a loop whose timers are all cancelled has nothing to wait for", () => {
  const loop = new VirtualLoop();
  const { driver } = loop;
  for (const when of [1, 2, 3]) loop.callAt(when, () => {}).cancel();
  loop.runForever();
  expect(loop.time()).toBe(0);
  expect(driver.parks).toEqual([Infinity]);
});

test("a cancelled timer may be cancelled again, also after others took its place", () => {
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
test("an endless deadline is never reached, one of the past is at once", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  loop.callAt(Infinity, () => log.push("never"));
  loop.callAt(-Infinity, () => log.push("long ago"));
  loop.callLater(-5, () => log.push("a moment ago"));
  loop.runForever();
  expect(log).toEqual(["long ago", "a moment ago"]);
  expect(loop.time()).toBe(0);
});

/** What a timer does when it fires: sets another one, or cancels the one that was made as number `timer`. */
type Deed = { after: number } | { cancel: number };
interface Plan {
  at: number;
  deeds: Deed[];
}

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ after: fc.integer({ min: -1, max: 4 }) }),
  fc.record({ cancel: fc.nat({ max: 60 }) }),
);
const plans: fc.Arbitrary<Plan[]> = fc.array(fc.record({ at: fc.integer({ min: 0, max: 12 }), deeds: fc.array(deed, { maxLength: 4 }) }), {
  maxLength: 50,
});

/** Which timers fired, by their number, and when. */
type Fired = [timer: number, when: number][];

function onTheLoop(loop: VirtualLoop, list: readonly Plan[]): Fired {
  const fired: Fired = [];
  const timers: TimerHandle[] = [];
  const set = (when: number, deeds: readonly Deed[]): void => {
    const number = timers.length;
    timers.push(
      loop.callAt(when, () => {
        fired.push([number, loop.time()]);
        for (const deed of deeds) {
          if ("after" in deed) set(loop.time() + deed.after, []);
          else timers[deed.cancel]?.cancel();
        }
      }),
    );
  };
  for (const { at, deeds } of list) set(at, deeds);
  loop.runForever();
  return fired;
}

/** The same with a list that is sorted anew for each pass. */
function inTheModel(list: readonly Plan[]): Fired {
  const fired: Fired = [];
  let time = 0;
  const timers: { number: number; when: number; deeds: readonly Deed[]; live: boolean }[] = [];
  const set = (when: number, deeds: readonly Deed[]): void => {
    timers.push({ number: timers.length, when, deeds, live: true });
  };
  for (const { at, deeds } of list) set(at, deeds);
  for (;;) {
    const waiting = timers.filter((timer) => timer.live).sort((a, b) => a.when - b.when || a.number - b.number);
    if (waiting.length === 0) return fired;
    time = Math.max(time, waiting[0]!.when);
    const now = time;
    for (const timer of waiting.filter(({ when }) => when <= now)) {
      if (!timer.live) continue;
      timer.live = false;
      fired.push([timer.number, now]);
      for (const deed of timer.deeds) {
        if ("after" in deed) set(now + deed.after, []);
        else if (timers[deed.cancel] !== undefined) timers[deed.cancel]!.live = false;
      }
    }
  }
}

// CPython: test_events.TimerTests.test_timer_comparison
test("rules 2 and 3: whatever is set and cancelled, the heap does what a sorted list does", () => {
  fc.assert(
    fc.property(plans, (list) => {
      expect(onTheLoop(new VirtualLoop(), list)).toEqual(inTheModel(list));
    }),
    { numRuns: 500 },
  );
});
