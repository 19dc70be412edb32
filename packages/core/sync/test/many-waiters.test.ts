import { Lock, Semaphore } from "@asyncio-ts/sync";
import { createTask, wait } from "@asyncio-ts/tasks";
import { describe, expect, test } from "vitest";
import { crowds } from "./crowds.ts";
import { countLookups } from "./lookups.ts";
import { passes } from "./passes.ts";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

/** Looks at futures that each who waits may cost; were anything quadratic, it would be thousands. */
const LOOKUPS_EACH = 12;
const timeout = 60_000;

describe.each(crowds)("$what", ({ make }) => {
  test("a hundred thousand are cancelled at the same cost each, the last one first", { timeout }, () => {
    virtually(function* () {
      const crowd = yield* make(0);
      const tasks = Array.from({ length: 100_000 }, () => createTask(crowd.wait()));
      yield* passes(2);
      const lookups = countLookups();
      for (let i = tasks.length - 1; i >= 0; i--) tasks[i]!.cancel();
      yield* wait(tasks);
      expect(lookups.count).toBeLessThan(tasks.length * LOOKUPS_EACH);
      expect(tasks.every((task) => task.cancelled())).toBe(true);
    });
  });

  test("of twenty thousand half are cancelled and half get through, at the same cost each", { timeout }, () => {
    virtually(function* () {
      const crowd = yield* make(10_000);
      const tasks = Array.from({ length: 20_000 }, () => createTask(crowd.wait()));
      const [unlucky, lucky] = [0, 1].map((half) => tasks.filter((_, i) => i % 2 === half));
      yield* passes(2);
      const lookups = countLookups();
      for (const task of unlucky!) task.cancel();
      yield* wait(unlucky!);
      expect(unlucky!.every((task) => task.cancelled())).toBe(true);
      yield* crowd.free();
      yield* wait(lucky!);
      expect(lucky!.every((task) => !task.cancelled() && task.exception() === null)).toBe(true);
      expect(lookups.count).toBeLessThan(tasks.length * LOOKUPS_EACH);
    });
  });
});

test.each([
  { what: "Lock", make: () => new Lock() },
  { what: "Semaphore", make: () => new Semaphore(1) },
])("a newcomer to a $what does not look at each of twenty thousand cancelled ones before it", { timeout }, ({ make }) => {
  virtually(function* () {
    const held = make();
    yield* held.acquire();
    const tasks = Array.from({ length: 20_000 }, () => createTask(held.acquire()));
    yield* passes();
    for (const task of tasks) task.cancel();
    held.release();
    const lookups = countLookups();
    for (let i = 0; i < 1000; i++) {
      using _ = yield* held.acquire();
      expect(held.locked()).toBe(true);
    }
    expect(lookups.count).toBeLessThan(tasks.length * LOOKUPS_EACH);
  });
});
