import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { breaches } from "../floors.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "floors-"));
  plant("packages/core/loop/package.json", "{}");
  plant("packages/core/tasks/package.json", '{ "dependencies": { "@asyncio-ts/loop": "^1.0.0" } }');
});
afterEach(() => rmSync(root, { recursive: true }));

function plant(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

test("a package may import what stands below it, and its own files", () => {
  plant("packages/core/tasks/src/task.ts", 'import { LoopCore } from "@asyncio-ts/loop"; import { Future } from "./future.ts";');
  plant("packages/core/tasks/test/task.test.ts", 'import { Task } from "@asyncio-ts/tasks"; import { program } from "./programs.ts";');
  expect(breaches(root)).toEqual([]);
});

test.each([
  ["packages/core/loop/src/handle.ts", 'import type { Task } from "@asyncio-ts/tasks";', "not on a floor below"],
  ["packages/core/tasks/src/task.ts", 'import { run } from "asyncio-ts";', "not on a floor below"],
  ["packages/core/tasks/src/task.ts", 'export * from "@asyncio-ts/tasks";', "not on a floor below"],
  ["packages/core/tasks/src/task.ts", 'const rxjs = await import("rxjs");', "package.json does not name"],
  ["packages/core/loop/src/driver.ts", 'import { performance } from "node:perf_hooks";', "only Node has"],
  ["packages/core/loop/src/driver.ts", 'import { readFileSync } from "fs";', "only Node has"],
  ["packages/core/loop/src/utils.ts", "export {};", "after the thing in it"],
  ["packages/core/tasks/src/task.ts", 'import { Handle } from "../../loop/src/handle.ts";', "from another package"],
  ["packages/core/tasks/test/task.test.ts", 'import { Handle } from "../../loop/src/handle.ts";', "from another package"],
])("a planted breach is found: %s, %s", (file, text, problem) => {
  plant("packages/core/loop/src/handle.ts", "export {};");
  plant(file, text);
  expect(breaches(root)).toEqual([expect.stringMatching(`^${file}: .*${problem}`)]);
});

test("what is made for Node alone may import what only Node has", () => {
  plant("packages/interop/promise/package.json", "{}");
  plant("packages/interop/promise/src/async-local-storage.ts", 'import { AsyncResource } from "node:async_hooks";');
  plant("packages/interop/promise/src/events.ts", 'import { once } from "node:events";');
  expect(breaches(root)).toEqual(["packages/interop/promise/src/events.ts: imports node:events, which only Node has"]);
});

test("a package in a new group has to be given a floor", () => {
  plant("packages/attic/box/package.json", "{}");
  expect(breaches(root)).toEqual([expect.stringContaining("packages/attic/box: stands on no floor")]);
});
