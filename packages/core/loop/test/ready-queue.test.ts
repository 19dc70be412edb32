import { expect, test } from "vitest";
import { VirtualDriver, VirtualLoop } from "./virtual-loop.ts";

// CPython: test_base_events.test__run_once_schedule_handle
test("rule 1: a handle scheduled during a pass runs in the next pass", () => {
  const driver = new VirtualDriver(0);
  const loop = new VirtualLoop(driver);
  const log: string[] = [];
  loop.callSoon(() => {
    log.push("a");
    loop.callSoon(() => log.push("a'"));
  });
  loop.callSoon(() => log.push("b"));
  const { onPark } = driver;
  driver.onPark = (deadline) => {
    log.push("|");
    onPark(deadline);
  };
  loop.runForever();
  expect(log).toEqual(["|", "a", "b", "|", "a'", "|"]);
});

test("rule 1: timers that are due when a pass begins run in that pass, behind the ready handles", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  loop.callAt(0, () => log.push("timer"));
  loop.callSoon(() => {
    log.push("soon");
    loop.callAt(0, () => log.push("next timer"));
    loop.callSoon(() => log.push("next soon"));
  });
  loop.runForever();
  expect(log).toEqual(["soon", "timer", "next soon", "next timer"]);
});

// CPython: test_events.test_call_soon_threadsafe_same_thread
test.each([1_023, 1_024, 1_025, 2_048, 100_000])("%i handles run in the order they were scheduled", (count) => {
  const loop = new VirtualLoop();
  const seen: number[] = [];
  for (let i = 0; i < count; i++) loop.callSoon((n: number) => seen.push(n), i);
  loop.runForever();
  expect(seen).toHaveLength(count);
  expect(seen.every((n, i) => n === i)).toBe(true);
});

test("handles keep their order while the queue grows and shrinks across segments", () => {
  const loop = new VirtualLoop();
  const seen: number[] = [];
  let made = 0;
  // Each handle schedules two more, up to 5,000 in all; then the queue empties.
  const grow = (n: number): void => {
    seen.push(n);
    for (let i = 0; i < 2 && made < 5_000; i++) loop.callSoon(grow, made++);
  };
  loop.callSoon(grow, made++);
  loop.runForever();
  expect(seen).toEqual(Array.from({ length: 5_000 }, (_, i) => i));

  for (let i = 0; i < 3_000; i++) loop.callSoon(grow, made + i);
  loop.runForever();
  expect(seen.slice(5_000)).toEqual(Array.from({ length: 3_000 }, (_, i) => 5_000 + i));
});

test("a handle that reschedules itself runs more often than a segment has slots", () => {
  const loop = new VirtualLoop();
  let runs = 0;
  const again = (): void => {
    if (++runs < 10_000) loop.callSoon(again);
  };
  loop.callSoon(again);
  loop.runForever();
  expect(runs).toBe(10_000);
});
