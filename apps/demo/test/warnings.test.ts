import { warnings } from "@asyncio-ts/trace";
import { expect, test } from "vitest";
import { recordingOf, virtualNames } from "./recorded.ts";

/** The programs that show a mistake, and its warning. */
const mistakes = new Map([
  ["coffee-bagel-never-awaited", "neverAwaited"],
  ["multiply-add-omitted-await", "neverAwaited"],
  ["task-not-awaited", "neverAwaited"],
]);

test.each(virtualNames)("a recording of %s gives no false alarm", async (name) => {
  const found = warnings(await recordingOf(name));
  const expected = mistakes.get(name);
  expect(found.filter(({ kind }) => kind !== expected)).toEqual([]);
});
