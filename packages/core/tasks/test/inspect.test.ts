// @skip-on Chromium: A page does not have Node's util.
import { getRunningLoop } from "@asyncio-ts/tasks";
import { inspect } from "node:util";
import { test } from "@asyncio-ts/testing/vitest";
import { expect } from "vitest";

test("the console shows a loop as its text", function* () {
  const loop = getRunningLoop();
  expect(inspect(loop)).toBe(String(loop));
});
