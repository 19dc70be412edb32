// @skip-on Chromium: A page does not have Node's util.
import { getRunningLoop } from "@asyncio-ts/tasks";
import { inspect } from "node:util";
import { virtually } from "@asyncio-ts/test-helpers/virtually";
import { expect, test } from "vitest";

test("the console shows a loop as its text", () => {
  virtually(function* () {
    const loop = getRunningLoop();
    expect(inspect(loop)).toBe(String(loop));
  });
});
