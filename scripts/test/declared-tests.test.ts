import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type DeclaredTest, declaredTests } from "../checks/declared-tests.ts";

const folder = mkdtempSync(join(tmpdir(), "declared-"));
afterAll(() => rmSync(folder, { recursive: true }));

function declaredIn(source: string): DeclaredTest[] {
  const file = join(folder, "a.test.ts");
  writeFileSync(file, source);
  return declaredTests(file);
}

const declared = (test: Partial<DeclaredTest>): DeclaredTest => {
  return { kind: "test", title: "", groups: [], comment: [], skippedOn: [], ...test };
};

test("tests are found with their titles as written and the titles of their groups", () => {
  const source = `
    test("one", () => {});
    test.each([1, 2])(\`%s works\`, () => {});
    describe.each([{ of: 1 }])("$of", () => {
      describe("inner", () => {
        test.for([1])("two", { timeout: 1 }, () => {});
      });
    });
    notATest("three", () => {});`;
  expect(declaredIn(source)).toEqual([
    declared({ title: "one" }),
    declared({ title: "%s works" }),
    declared({ kind: "describe", title: "$of" }),
    declared({ kind: "describe", title: "inner", groups: ["$of"] }),
    declared({ title: "two", groups: ["$of", "inner"] }),
  ]);
});

test("a test that the file imports under another name is found", () => {
  const source = `
    import { test } from "@asyncio-ts/testing/vitest";
    import { expect, test as plain } from "vitest";
    test("one", function* () {});
    plain.skipIf(on("Bun"))("two", () => {});
    expect("three", () => {});`;
  expect(declaredIn(source)).toEqual([declared({ title: "one" }), declared({ title: "two", skippedOn: ["Bun"] })]);
});

test("the comment of a test ends on the line above the test", () => {
  const source = [
    "// Not this.",
    "",
    "// A reason.",
    "// CPython: test_x.test_a",
    'test("one", () => {});',
    "// Nor this.",
    "",
    'test("two", () => {});',
  ];
  expect(declaredIn(source.join("\n"))).toEqual([
    declared({ title: "one", comment: ["A reason.", "CPython: test_x.test_a"] }),
    declared({ title: "two" }),
  ]);
});

test("the runtimes of skipIf(on(…)) are found, other conditions are not", () => {
  const source = `
    // A reason.
    describe.skipIf(on("Bun", "Deno")).each([1])("one", () => {
      test.skipIf(on("Chromium"))("two", { timeout: 1 }, () => {});
    });
    test.skipIf(process.platform === "win32")("three", () => {});`;
  expect(declaredIn(source)).toEqual([
    declared({ kind: "describe", title: "one", comment: ["A reason."], skippedOn: ["Bun", "Deno"] }),
    declared({ title: "two", groups: ["one"], skippedOn: ["Chromium"] }),
    declared({ title: "three" }),
  ]);
});
