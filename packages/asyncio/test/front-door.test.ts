// @skip-on Chromium: A page does not have Node's file system.
import { readFileSync } from "node:fs";
import * as loop from "@asyncio-ts/loop";
import * as lowlevel from "@asyncio-ts/loop/lowlevel";
import * as asyncio from "asyncio-ts";
import { expect, test } from "vitest";

/** The core packages, from the dependencies of asyncio-ts. */
const { dependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  dependencies: Record<string, string>;
};
const names = Object.keys(dependencies);
const packages = await Promise.all(names.map(async (name) => (await import(/* @vite-ignore */ name)) as Record<string, unknown>));

test("asyncio-ts exports exactly the exports of the core packages", () => {
  const union = packages.flatMap((entry) => Object.entries(entry));
  expect(names).toEqual(expect.arrayContaining(["@asyncio-ts/loop", "@asyncio-ts/sync", "@asyncio-ts/tasks"]));
  expect(Object.keys(asyncio).sort()).toEqual(union.map(([name]) => name).sort());
  const exports: Record<string, unknown> = { ...asyncio };
  expect(union.filter(([name, value]) => exports[name] !== value).map(([name]) => name)).toEqual([]);
});

test("the source of asyncio-ts re-exports each core package, types included, and nothing else", () => {
  const lines = readFileSync(new URL("../src/index.ts", import.meta.url), "utf8")
    .trim()
    .split("\n");
  expect(lines.sort()).toEqual(names.map((name) => `export * from "${name}";`).sort());
});

test("asyncio-ts does not export names that only the lowlevel entry of loop exports", () => {
  const lowlevelOnly = Object.keys(lowlevel).filter((name) => !(name in loop));
  expect(lowlevelOnly).toEqual(expect.arrayContaining(["brand", "runtime", "repr"]));
  expect(lowlevelOnly.filter((name) => name in asyncio)).toEqual([]);
});
