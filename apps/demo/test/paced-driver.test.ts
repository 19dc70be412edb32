import { HostLoop, sleep } from "asyncio-ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PacedDriver } from "../src/paced-driver.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

test("a PacedDriver waits a part of the time until a deadline, and then has exactly that time", () => {
  const driver = new PacedDriver(10);
  const seen: number[] = [];
  driver.park(1000, () => seen.push(driver.now()));
  vi.advanceTimersByTime(99);
  expect([driver.now(), seen]).toEqual([0, []]);
  // Late, as a busy host is.
  vi.advanceTimersByTime(7);
  expect(seen).toEqual([1000]);
});

test("the clock of a PacedDriver stands still while the host is late or wakes the loop early", () => {
  const driver = new PacedDriver(10);
  const seen: number[] = [];
  vi.advanceTimersByTime(40);
  driver.park(1000, () => seen.push(driver.now()));
  driver.wake();
  vi.advanceTimersByTime(20);
  driver.park(500, () => seen.push(driver.now()));
  vi.advanceTimersByTime(0);
  expect(driver.now()).toBe(500);
});

test("a loop with a PacedDriver has whole times after sleeps", async () => {
  vi.useRealTimers();
  const loop = new HostLoop(new PacedDriver(100));
  const times: number[] = [];
  await loop.runUntilComplete(function* () {
    for (const ms of [300, 200, 500]) {
      yield* sleep(ms);
      times.push(loop.time());
    }
  });
  loop.close();
  expect(times).toEqual([300, 500, 1000]);
});
