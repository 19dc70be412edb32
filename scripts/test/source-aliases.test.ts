import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sourceAliases } from "../build/source-aliases.ts";

const root = join(import.meta.dirname, "../..");
const aliases = sourceAliases(root);

test("sourceAliases() maps each import of a package to a source that exists", () => {
  expect(aliases.length).toBeGreaterThan(10);
  for (const { replacement } of aliases) expect(existsSync(replacement), replacement).toBe(true);
});

test.each([
  ["asyncio-ts", "packages/asyncio/src/index.ts"],
  ["@asyncio-ts/tasks", "packages/core/tasks/src/index.ts"],
  ["@asyncio-ts/tasks/lowlevel", "packages/core/tasks/src/lowlevel.ts"],
  ["#process", "packages/core/tasks/src/process.ts"],
])("sourceAliases() has one alias for %s", (name, source) => {
  expect(aliases.filter(({ find }) => find.test(name)).map(({ replacement }) => replacement)).toEqual([join(root, source)]);
});
