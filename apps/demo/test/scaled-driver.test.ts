import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ScaledDriver } from "../src/scaled-driver.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

test("its clock goes faster than the host's", () => {
  const driver = new ScaledDriver(10);
  const began = driver.now();
  vi.advanceTimersByTime(100);
  expect(driver.now() - began).toBeCloseTo(1000);
});

test("a deadline on its clock comes as much sooner", () => {
  const driver = new ScaledDriver(10);
  const turn = vi.fn();
  driver.park(driver.now() + 1000, turn);
  vi.advanceTimersByTime(99);
  expect(turn).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(turn).toHaveBeenCalledOnce();
});
