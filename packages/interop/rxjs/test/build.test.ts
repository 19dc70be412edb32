// @skip-on Chromium: A page does not have Node's file system.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";

test("the build imports RxJS and does not contain it", () => {
  const build = readFileSync(createRequire(import.meta.url).resolve("@asyncio-ts/rxjs"), "utf8");
  const imports = [...build.matchAll(/ from "([^"]+)"/g)].map((match) => match[1]);
  expect(new Set(imports)).toEqual(
    new Set(["@asyncio-ts/loop/lowlevel", "@asyncio-ts/sync/lowlevel", "@asyncio-ts/tasks/lowlevel", "rxjs"]),
  );
  expect(build.length).toBeLessThan(20_000);
});
