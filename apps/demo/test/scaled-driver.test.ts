import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ScaledDriver } from "../src/scaled-driver.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

test("a ScaledDriver has a faster clock than the host", () => {
  const driver = new ScaledDriver(10);
  const start = driver.now();
  vi.advanceTimersByTime(100);
  expect(driver.now() - start).toBeCloseTo(1000);
});

test("a ScaledDriver wakes at a deadline on its own clock", () => {
  const driver = new ScaledDriver(10);
  const onWake = vi.fn();
  driver.park(driver.now() + 1000, onWake);
  vi.advanceTimersByTime(99);
  expect(onWake).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onWake).toHaveBeenCalledOnce();
});
