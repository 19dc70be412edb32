import { readFileSync } from "node:fs";
import { EventLoop } from "asyncio-ts";
import { loadPyodide } from "pyodide";
import { beforeAll, expect, test } from "vitest";

const docs = new URL("../../../docs/", import.meta.url);
const text = (file: string) => readFileSync(new URL(file, docs), "utf8");

const [, names, methods] = text("conformance/names.md").split("\n## ");

/** The rows of a table, by the name of CPython. */
const rowsOf = (section: string): Map<string, string> => {
  const body = section.slice(section.indexOf("| --- |"));
  return new Map(Array.from(body.matchAll(/^\| (\w+) \| (.+) \|$/gm), ([, name, here]) => [name!, here!]));
};

let python: { names: string[]; methods: string[] };

beforeAll(async () => {
  const interpreter = await loadPyodide();
  const found = interpreter.runPython(`
import asyncio, json
json.dumps({
    "names": sorted(asyncio.__all__),
    "methods": [name for name in dir(asyncio.AbstractEventLoop) if not name.startswith("_")],
})`) as string;
  python = JSON.parse(found) as typeof python;
});

const excused = /^(meaningless here|later): ./;

test("each name of asyncio has a row, and no row is without a name", () => {
  expect([...rowsOf(names!).keys()].sort()).toEqual(python.names.sort());
});

test("each name that is said to be present is in the API report of its package", () => {
  for (const [name, here] of rowsOf(names!)) {
    if (excused.test(here)) continue;
    const ours = /`(\w+)/.exec(here)![1]!;
    const scope = /@asyncio-ts\/(\w+)/.exec(here)![1]!;
    expect(text(`api/${scope}.api.md`), `${name}: ${ours}`).toMatch(new RegExp(`\\b${ours}\\b`));
  }
});

test("each method of the loop has a row, and each that is said to be present exists", () => {
  const rows = rowsOf(methods!);
  expect([...rows.keys()].sort()).toEqual(python.methods.sort());
  for (const [name, here] of rows) {
    const ours = /^`loop\.(\w+)`$/.exec(here)?.[1];
    expect(ours === undefined ? excused.test(here) : ours in EventLoop.prototype, name).toBe(true);
  }
});
