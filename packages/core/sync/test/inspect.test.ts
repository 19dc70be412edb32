// @skip-on Chromium: A page does not have Node's util.
import { Barrier, Condition, Event, Lock, Queue, Semaphore } from "@asyncio-ts/sync";
import { inspect } from "node:util";
import { expect, test } from "vitest";

test("the console shows primitives as their text", () => {
  for (const primitive of [new Lock(), new Event(), new Condition(), new Semaphore(), new Barrier(2), new Queue()]) {
    expect(inspect(primitive)).toBe(String(primitive));
  }
});
