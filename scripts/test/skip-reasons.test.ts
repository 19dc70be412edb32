import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { skipReasons } from "../checks/skip-reasons.ts";

const source = `
// No bell here.
test.skip("rings", () => {});
// No tower here.
describe.skipIf(true)("a tower", () => {
  test("stands", () => {});
  // No bell here.
  test("rings", () => {});
});
test.todo("leans");
`;

test("skipReasons() lists skipped tests by the comment above them, or above their group", () => {
  const folder = mkdtempSync(join(tmpdir(), "skip-reasons-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const name = join(folder, "a.test.ts");
  writeFileSync(name, source);
  const result = (title: string, status: string, ...ancestorTitles: string[]) => ({ title, status, ancestorTitles });
  const assertionResults = [
    result("rings", "skipped"),
    result("stands", "skipped", "a tower"),
    result("rings", "pending", "a tower"),
    result("leans", "todo"),
    result("works", "passed"),
    result("breaks", "failed"),
  ];
  const file = relative(process.cwd(), name);
  expect(skipReasons([{ testResults: [{ name, assertionResults }] }])).toEqual([
    "\nSkipped: No bell here.",
    `  ${file}: rings`,
    `  ${file}: rings`,
    "\nSkipped: No tower here.",
    `  ${file}: stands`,
    "\nSkipped: no comment above the test says why",
    `  ${file}: leans`,
  ]);
  expect(skipReasons([])).toEqual([]);
});
