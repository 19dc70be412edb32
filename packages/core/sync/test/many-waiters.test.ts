import { Lock, Semaphore } from "@asyncio-ts/sync";
import { createTask, wait } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { describe, expect } from "vitest";
import { passes } from "./passes.ts";
import { countStateChecks } from "./state-checks.ts";
import { waitPoints } from "./wait-points.ts";

/** The limit of calls of `done()` and `cancelled()` per waiter. Quadratic behaviour would cause thousands. */
const CHECKS_EACH = 12;
const timeout = 60_000;

describe.each(waitPoints)("$what", ({ make }) => {
  test("cancelling 100,000 waiters, newest first, makes a constant number of state checks per waiter", { timeout }, function* () {
    const point = yield* make(0);
    const tasks = Array.from({ length: 100_000 }, () => createTask(point.wait()));
    yield* passes(2);
    const checks = countStateChecks();
    for (let i = tasks.length - 1; i >= 0; i--) tasks[i]!.cancel();
    yield* wait(tasks);
    expect(checks.count).toBeLessThan(tasks.length * CHECKS_EACH);
    expect(tasks.every((task) => task.cancelled())).toBe(true);
  });

  test(
    "cancelling half of 20,000 waiters and waking the rest makes a constant number of state checks per waiter",
    { timeout },
    function* () {
      const point = yield* make(10_000);
      const tasks = Array.from({ length: 20_000 }, () => createTask(point.wait()));
      const [cancelled, woken] = [0, 1].map((half) => tasks.filter((_, i) => i % 2 === half));
      yield* passes(2);
      const checks = countStateChecks();
      for (const task of cancelled!) task.cancel();
      yield* wait(cancelled!);
      expect(cancelled!.every((task) => task.cancelled())).toBe(true);
      yield* point.wakeAll();
      yield* wait(woken!);
      expect(woken!.every((task) => !task.cancelled() && task.exception() === null)).toBe(true);
      expect(checks.count).toBeLessThan(tasks.length * CHECKS_EACH);
    },
  );
});

test.each([
  { what: "Lock", make: () => new Lock() },
  { what: "Semaphore", make: () => new Semaphore(1) },
])("$what.acquire() does not check each of 20,000 cancelled waiters before it", { timeout }, function* ({ make }) {
  const held = make();
  yield* held.acquire();
  const tasks = Array.from({ length: 20_000 }, () => createTask(held.acquire()));
  yield* passes();
  for (const task of tasks) task.cancel();
  held.release();
  const checks = countStateChecks();
  for (let i = 0; i < 1000; i++) {
    using _ = yield* held.acquire();
    expect(held.locked()).toBe(true);
  }
  expect(checks.count).toBeLessThan(tasks.length * CHECKS_EACH);
  yield* cancelOthers();
});
