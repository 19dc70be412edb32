import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Cut, cuts } from "../src/seams/cuts.ts";
import { cutOut } from "../src/seams/cutting.ts";

const root = new URL("../../../", import.meta.url).pathname;
const sources = globSync("packages/core/*/src/**/*.ts", { cwd: root }).map((file) => readFileSync(root + file, "utf8"));

const found = new Map<Cut, number>();
const without = sources.map((source) => cutOut(source, found));

test.each(cuts)("the sources consult the seam: $name, $expression", (cut) => {
  expect(found.get(cut) ?? 0).toBeGreaterThan(0);
});

test("cutting twice finds nothing more", () => {
  const again = new Map<Cut, number>();
  expect(without.map((source) => cutOut(source, again))).toEqual(without);
  expect(again.size).toBe(0);
});

test("cutOut() replaces reads through any receiver, and no assignments", () => {
  const source =
    "this._instruments = loop._instruments; task._loop._instruments?.notify(this); if (chooser === null) f(a, hostContextOf(b.c));";
  const expected = "this._instruments = null; null?.notify(this); if (true) f(a, null);";
  expect(cutOut(source, new Map())).toBe(expected);
});
