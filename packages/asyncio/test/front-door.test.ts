// @skip-on Chromium: A page does not have Node's file system.
import { readFileSync } from "node:fs";
import * as loop from "@asyncio-ts/loop";
import * as lowlevel from "@asyncio-ts/loop/lowlevel";
import * as frontDoor from "asyncio-ts";
import { expect, test } from "vitest";

/** The packages that the front door stands on, as its package.json names them. */
const { dependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  dependencies: Record<string, string>;
};
const names = Object.keys(dependencies);
const packages = await Promise.all(names.map(async (name) => (await import(/* @vite-ignore */ name)) as Record<string, unknown>));

test("the front door adds nothing: its exports are those of the core packages, each the very same", () => {
  const union = packages.flatMap((exports) => Object.entries(exports));
  expect(names).toEqual(expect.arrayContaining(["@asyncio-ts/loop", "@asyncio-ts/sync", "@asyncio-ts/tasks"]));
  expect(Object.keys(frontDoor).sort()).toEqual(union.map(([name]) => name).sort());
  const door: Record<string, unknown> = { ...frontDoor };
  expect(union.filter(([name, value]) => door[name] !== value).map(([name]) => name)).toEqual([]);
});

test("its source re-exports each core package, types included, and says nothing else", () => {
  const lines = readFileSync(new URL("../src/index.ts", import.meta.url), "utf8")
    .trim()
    .split("\n");
  expect(lines.sort()).toEqual(names.map((name) => `export * from "${name}";`).sort());
});

test("what only packages are built with does not come in by the front door", () => {
  const parts = Object.keys(lowlevel).filter((name) => !(name in loop));
  expect(parts).toEqual(expect.arrayContaining(["brand", "runtime", "repr"]));
  expect(parts.filter((name) => name in frontDoor)).toEqual([]);
});
