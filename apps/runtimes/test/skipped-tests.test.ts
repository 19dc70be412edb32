import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "../src/page.ts";
import { excludedFiles, skippedTests } from "../src/skipped-tests.ts";

const names = ["Node", "Bun", "Deno", "Chromium"];
const repository = join(import.meta.dirname, "../../..");

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "skipped-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function plant(file: string, ...lines: string[]): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), lines.join("\n"));
}

test("skippedTests() finds skipIf(on(…)) and @skip-on with their reasons", () => {
  plant("packages/asyncio/test/a.test.ts", "// @skip-on Bun, Chromium: They open sockets.", 'test("one", () => {});');
  plant(
    "packages/core/loop/test/b.test.ts",
    'describe("all", () => {',
    "  // Deno has no such clock.",
    "  // CPython: test_x.test_a",
    '  test.skipIf(on("Deno"))("two", () => {});',
    '  test("three", () => {});',
    "});",
  );
  expect(skippedTests(root)).toEqual([
    { on: ["Bun", "Chromium"], file: "packages/asyncio/test/a.test.ts", titles: [], because: "They open sockets." },
    { on: ["Deno"], file: "packages/core/loop/test/b.test.ts", titles: ["all", "two"], because: "Deno has no such clock." },
  ]);
});

test("excludedFiles() returns the files that name the runtime, without its version", () => {
  const of = (file: string, on: string[], titles: string[] = []) => ({ on, file, titles, because: "" });
  const skipped = [of("a.test.ts", ["Node", "Bun"]), of("b.test.ts", ["Bun"]), of("c.test.ts", ["Bun"], ["title"])];
  expect(excludedFiles(skipped, "Bun")).toEqual(["a.test.ts", "b.test.ts"]);
  expect(excludedFiles(skipped, "Node 20")).toEqual(["a.test.ts"]);
  expect(excludedFiles(skipped, "Deno")).toEqual([]);
});

test("page() lists the skipped tests by their reasons", () => {
  const text = page(
    [],
    [
      { on: ["Bun"], file: "a.test.ts", titles: [], because: "It opens sockets." },
      { on: ["Deno"], file: "b.test.ts", titles: ["all", "one"], because: "No clock." },
      { on: ["Deno"], file: "b.test.ts", titles: ["two"], because: "No clock." },
      { on: ["Bun", "Deno"], file: "c.test.ts", titles: [], because: "It opens sockets." },
    ],
  );
  expect(text).toContain(
    "\n- It opens sockets.\n  - on Bun: `a.test.ts`\n  - on Bun, Deno: `c.test.ts`\n- No clock.\n  - on Deno: `b.test.ts` (“all › one”, “two”)\n",
  );
});

test.each(skippedTests(repository))("the skip of $file $titles has a reason and existing runtimes", ({ on, because }) => {
  expect(because).toMatch(/^[A-Z].*\.$/);
  expect(names).toEqual(expect.arrayContaining([...on]));
});
