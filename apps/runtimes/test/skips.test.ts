import { expect, test } from "vitest";
import { idle, type Skip, skipOf, SKIPS, skipsOn } from "../src/skips.ts";
import { file } from "./file.ts";

const whole: Skip = { on: ["Deno"], file: "packages/a/test/whole.test.ts", because: "whole" };
const some: Skip = { on: ["Deno"], file: "packages/a/test/some.test.ts", tests: ["group one", "two"], because: "some" };

test("a test is skipped by its file and by how its title begins", () => {
  const because = (path: string, title: string) => skipOf([whole, some], `/repository/${path}`, title)?.because;
  expect(because("packages/a/test/whole.test.ts", "anything")).toBe("whole");
  expect(because("packages/a/test/some.test.ts", "group one of many")).toBe("some");
  expect(because("packages/a/test/some.test.ts", "not two")).toBeUndefined();
  expect(because("packages/b/test/some.test.ts", "two")).toBeUndefined();
});

test("a skip that no test falls under is told", () => {
  const there = { testResults: [file(whole.file, { a: "passed" }), file(some.file, { "group one": "passed", "two of them": "skipped" })] };
  expect(idle([whole, some], there)).toEqual([]);
  expect(idle([whole, some], { testResults: [file(some.file, { "group one": "passed" })] })).toEqual([
    "apps/runtimes/src/skips.ts: packages/a/test/whole.test.ts has no test “”",
    "apps/runtimes/src/skips.ts: packages/a/test/some.test.ts has no test “two”",
  ]);
});

test("nothing is skipped on the Node that counts them all, and on Node but what it says", () => {
  expect(skipsOn("Node 26")).toEqual([]);
  expect(skipsOn("Node 24")).toEqual([]);
  expect(SKIPS.every(({ because }) => /^[A-Z].*\.$/.test(because))).toBe(true);
});
