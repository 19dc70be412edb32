import { expect, test } from "vitest";
import * as fc from "fast-check";
import { type Coroutine, createTask, gather, sleep } from "@asyncio-ts/tasks";
import { runBlocking } from "./deadline.ts";

/** Calls of the I/O thread: `WAKE_UPS=100000 pnpm test wakeups` for a long run. */
const CALLS = Number(process.env["WAKE_UPS"] ?? 2_000);
const SEED = Number(process.env["SEED"] ?? 1);
const CALLERS = 4;

/** For each call, whether a sleep comes before it, beside it or not at all, and its milliseconds. */
const plan = fc.array(fc.tuple(fc.constantFrom("before", "beside", "none"), fc.double({ min: 0, max: 0.4, noNaN: true })), {
  minLength: CALLS / CALLERS,
  maxLength: CALLS / CALLERS,
});

test(`${CALLS} calls among sleeps of random length lose no wake-up (seed ${SEED})`, () => {
  let calls = 0;
  runBlocking(function* (loop) {
    const call = function* (): Coroutine<void> {
      const number = String(calls++);
      expect(yield* loop.io("node:path", "basename", [number])).toBe(number);
    };
    const caller = function* (steps: readonly (readonly [string, number])[]): Coroutine<void> {
      for (const [place, ms] of steps) {
        if (place === "before") yield* sleep(ms);
        if (place === "beside") yield* gather(call(), sleep(ms));
        else yield* call();
      }
    };
    yield* gather(...fc.sample(plan, { seed: SEED, numRuns: CALLERS }).map((steps) => createTask(caller(steps))));
  }, 20_000 + CALLS);
  expect(calls).toBe(CALLS);
}, 600_000);
