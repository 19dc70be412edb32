import { expect, test } from "vitest";
import { createTask, gather, sleep } from "@asyncio-ts/tasks";
import * as fc from "fast-check";
import { checked } from "@asyncio-ts/test-helpers/property";
import { runBlocking } from "./deadline.ts";

/** Calls of the I/O thread: `WAKE_UPS=100000 pnpm test wakeups` for a long run. */
const CALLS = Number(process.env["WAKE_UPS"] ?? 2_000);

test(`${CALLS} calls among sleeps of random length lose no wake-up`, () => {
  const plan = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.double({ min: 0, max: 0.4, noNaN: true })), {
    minLength: CALLS / 5,
    maxLength: CALLS / 5,
  });
  let calls = 0;
  checked(
    fc.property(plan, (steps) => {
      runBlocking(function* (loop) {
        const caller = function* (part: number): Generator<any, void> {
          for (const [kind, ms] of steps.slice((part * steps.length) / 4, ((part + 1) * steps.length) / 4)) {
            if (kind === 0) yield* sleep(ms);
            else if (kind === 1) yield* gather(loop.io("node:path", "basename", ["a/b"]), sleep(ms));
            const number = String(calls++);
            expect(yield* loop.io("node:path", "basename", [number])).toBe(number);
          }
        };
        yield* gather(...[0, 1, 2, 3].map((part) => createTask(caller(part))));
      });
    }),
    5,
  );
  expect(calls).toBe(CALLS);
}, 600_000);
