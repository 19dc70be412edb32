import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { namesPage, pageOf } from "../src/names/names-page.ts";
import { type PythonNames, pythonNames } from "../src/names/python-names.ts";

let python: PythonNames;

beforeAll(async () => {
  python = await pythonNames();
});

test("docs/conformance/names.md is the page that CPython's names and the API reports give (`pnpm names` writes it)", () => {
  expect(readFileSync(namesPage, "utf8")).toBe(pageOf(python));
});

test("a name of CPython without a counterpart and without a reason is refused", () => {
  expect(() => pageOf({ ...python, names: [...python.names, "new_in_next_version"] })).toThrow(
    "new_in_next_version: has neither a counterpart nor a reason",
  );
});

test("a reason for a name that CPython does not have is refused", () => {
  const names = python.names.filter((name) => name !== "SendfileNotAvailableError");
  expect(() => pageOf({ ...python, names })).toThrow("SendfileNotAvailableError: CPython has no such name");
});
