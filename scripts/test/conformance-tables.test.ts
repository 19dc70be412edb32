import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { errata } from "../checks/conformance-tables.ts";

const page = "docs/conformance/test_x.md";
const head = ["# test_x.py", "", "| CPython test | ours |", "| --- | --- |"];

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tables-"));
  plant("docs/conformance/README.md", "[test_x.py](test_x.md)");
});
afterEach(() => rmSync(root, { recursive: true }));

function plant(file: string, ...lines: string[]): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), lines.join("\n"));
}

const read = (file: string): string => readFileSync(join(root, file), "utf8");

test("a row that names the tests of its case, or gives a reason, is right", () => {
  plant("packages/p/test/a.test.ts", "// CPython: test_x.A.test_a", "// CPython: test_x.test_b", 'test("it works", () => {});');
  plant("packages/p/test/b.test.ts", "// CPython: test_x.test_b", 'test.each([1])("%s works", () => {});');
  plant(
    page,
    ...head,
    "| A.test_a | packages/p/test/a.test.ts: it works |",
    "| test_b | packages/p/test/a.test.ts: it works<br>packages/p/test/b.test.ts: %s works |",
    "| test_c | meaningless here: no such thing |",
    "| test_d | later: a package |",
  );
  expect(errata(root)).toEqual([]);
});

test("with write, stale rows follow the tests, and the rest of the page stays", () => {
  plant("packages/p/test/new.test.ts", "// CPython: test_x.test_a", 'test("a | b", () => {});');
  plant(page, ...head, "| test_a | packages/p/test/old.test.ts: a |", "| test_b | later: a package |", "", "Some text.");
  expect(errata(root)).toEqual([`${page}: rows differ from the tests: \`pnpm lint:tables --write\` writes them`]);
  expect(errata(root, { write: true })).toEqual([]);
  const rows = ["| test_a | packages/p/test/new.test.ts: a \\| b |", "| test_b | later: a package |"];
  expect(read(page)).toBe([...head, ...rows, "", "Some text."].join("\n"));
  expect(errata(root)).toEqual([]);
});

describe.each([{ write: false }, { write: true }])("with write: $write, an error is", (options) => {
  test("a case that a test names and that has no row", () => {
    plant("packages/p/test/a.test.ts", "// CPython: test_x.test_b", 'test("it works", () => {});');
    plant(page, ...head, "| test_a | later: a package |");
    expect(errata(root, options)).toEqual([
      "packages/p/test/a.test.ts: it works: names test_x.test_b, which has no row in docs/conformance",
    ]);
  });

  test("a row that neither a test nor a reason holds, which stays as it is", () => {
    const row = "| test_a | packages/p/test/gone.test.ts: it works |";
    plant(page, ...head, row, "| test_b | meaningless here: |");
    const problem = 'no test names it, and the row gives no reason ("later: …", "meaningless here: …")';
    expect(errata(root, options)).toEqual([`${page}: test_a: ${problem}`, `${page}: test_b: ${problem}`]);
    expect(read(page)).toContain(row);
  });

  test("a row with a reason whose case a test names", () => {
    plant("packages/p/test/a.test.ts", "// CPython: test_x.test_a", 'test("it works", () => {});');
    plant(page, ...head, "| test_a | later: a package |");
    expect(errata(root, options)).toEqual([`${page}: test_a: has a reason, but also a test: packages/p/test/a.test.ts: it works`]);
  });

  test("a case with several rows, on one page or on two of one module", () => {
    plant("docs/conformance/README.md", "[](test_x.md) [](test_x_more.md)");
    plant(page, ...head, "| test_a | later: a package |", "| test_a | later: a package |");
    plant("docs/conformance/test_x_more.md", "# test_x.py, continued", "", "| test_a | later: a package |");
    expect(errata(root, options)).toEqual([`${page}: test_a has several rows`, "docs/conformance/test_x_more.md: test_a has several rows"]);
  });

  test("a page without rows, or without a module in its title, or that the README does not link", () => {
    plant("docs/conformance/test_y.md", "");
    plant(page, ...head, "| test_a | later: a package |");
    expect(errata(root, options)).toEqual([
      "docs/conformance/test_y.md: is not in the README beside it",
      'docs/conformance/test_y.md: its title does not name a module, such as "# test_locks.py"',
      "docs/conformance/test_y.md: has no rows",
    ]);
  });

  test("a case that is named elsewhere than directly above a test", () => {
    const lines = [
      "// CPython: test_x.test_a",
      "",
      'test("it works", () => {});',
      "// CPython: test_x.test_a",
      'describe("all", () => {});',
    ];
    plant("packages/p/test/a.test.ts", ...lines);
    plant(page, ...head, "| test_a | later: a package |");
    expect(errata(root, options)).toEqual(['packages/p/test/a.test.ts: has 2 "// CPython: …" comments, but 0 directly above tests']);
  });
});
