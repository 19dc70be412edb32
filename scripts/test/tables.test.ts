import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { errata } from "../tables.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tables-"));
  plant("docs/conformance/README.md", "[test_x.py](test_x.md)");
  plant("p/a.test.ts", 'test("it works", () => {}); test.each([1])("%s works: (really?)", () => {}); describe("it", () => {});');
});
afterEach(() => rmSync(root, { recursive: true }));

function plant(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** Plants a page of these rows. */
const page = (...rows: string[]) => plant("docs/conformance/test_x.md", ["| CPython test | ours |", "| --- | --- |", ...rows].join("\n"));

test("a row names tests by file and title, with the places for values or without, or says why there is none", () => {
  page(
    "| test_a | p/a.test.ts: it works |",
    "| A.test_b | p/a.test.ts: %s works: (really?)<br>p/a.test.ts: 1 works: (really?) |",
    "| test_c | meaningless here: no such thing |",
    "| test_d | later: a package |",
  );
  expect(errata(root)).toEqual([]);
});

test.each([
  ["p/a.test.ts: it works well", "there is no p/a.test.ts: it works well"],
  ["p/a.test.ts: it", "there is no p/a.test.ts: it"],
  ["p/b.test.ts: it works", "there is no p/b.test.ts: it works"],
  ["p/a.test.ts: it works<br>p/a.test.ts: no", "there is no p/a.test.ts: no"],
  ["meaningless here: ", "there is no meaningless here: "],
  ["somehow", "there is no somehow"],
])("%s is found", (claim, wrong) => {
  page(`| test_a | ${claim} |`);
  expect(errata(root)).toEqual([`docs/conformance/test_x.md: test_a: ${wrong}`]);
});

test("a case with several rows, a page without rows and one that the README leaves out are found", () => {
  page("| test_a | later: a package |", "| test_a | later: a package |");
  plant("docs/conformance/test_y.md", "");
  expect(new Set(errata(root))).toEqual(
    new Set([
      "docs/conformance/test_x.md: test_a has several rows",
      "docs/conformance/test_y.md: is not in the README beside it",
      "docs/conformance/test_y.md: has no rows",
    ]),
  );
});
