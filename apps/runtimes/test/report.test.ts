import { expect, test } from "vitest";
import { reportOf, withLeftOut } from "../src/report.ts";
import { SUITES } from "../src/suites.ts";
import { file } from "./file.ts";

const every = Object.values(SUITES).map((folder) => file(`${folder}/test/a.test.ts`, { works: "passed" }));
const suite = (name: string): number => Object.keys(SUITES).indexOf(name);

test("reportOf() counts the tests of each suite by their states", () => {
  const more = file("packages/core/loop/test/b.test.ts", { a: "passed", b: "failed", c: "skipped", d: "todo" });
  const report = reportOf({ testResults: [...every, more] });
  expect(report).toHaveLength(Object.keys(SUITES).length);
  expect(report[suite("@asyncio-ts/loop")]).toEqual({ passed: 2, failed: 1, skipped: 2 });
  expect(report[suite("@asyncio-ts/sync")]).toEqual({ passed: 1, failed: 0, skipped: 0 });
});

test("reportOf() counts a failed file as one failure unless a test of it failed", () => {
  const crashed = { ...file("packages/core/loop/test/b.test.ts", {}), status: "failed" };
  const failed = { ...file("packages/core/sync/test/b.test.ts", { a: "failed" }), status: "failed" };
  const report = reportOf({ testResults: [...every, crashed, failed] });
  expect(report[suite("@asyncio-ts/loop")]).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(report[suite("@asyncio-ts/sync")]).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test("reportOf() counts a suite without run tests as one failure", () => {
  expect(reportOf({ testResults: [] }).every(({ failed }) => failed === 1)).toBe(true);
  const skipped = file("packages/asyncio/test/a.test.ts", { a: "skipped" });
  expect(reportOf({ testResults: [skipped] })[suite("asyncio-ts")]).toEqual({ passed: 0, failed: 1, skipped: 1 });
});

test("withLeftOut() counts the tests of excluded files as skipped", () => {
  const reference = [{ passed: 10, failed: 1, skipped: 1 }];
  expect(withLeftOut([{ passed: 7, failed: 1, skipped: 2 }], reference)).toEqual([{ passed: 7, failed: 1, skipped: 4 }]);
  expect(withLeftOut([{ passed: 11, failed: 0, skipped: 2 }], reference)).toEqual([{ passed: 11, failed: 0, skipped: 2 }]);
});
