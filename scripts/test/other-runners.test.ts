// Runs the tests on the pages for other runners: the `js` block of each page, with the command of the page.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hostNode } from "../checks/host-node.ts";

const root = join(import.meta.dirname, "../..");
const workshop = join(import.meta.dirname, "../.samples-runners");

beforeAll(() => mkdirSync(workshop, { recursive: true }));
afterAll(() => rmSync(workshop, { recursive: true, force: true }));

/** Writes the test of a page of the guide, and returns its file. */
function testOf(page: string): string {
  const text = readFileSync(join(root, "docs/guide", page), "utf8");
  const [, code] = /^```js\n\/\/ order\.test\.js\n(.*?)^```$/ms.exec(text)!;
  const folder = join(workshop, page);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "jest": { "transform": {} } }');
  writeFileSync(join(folder, "order.test.js"), code!);
  return join(folder, "order.test.js");
}

/** Runs a command, and returns its output. */
function output(command: string, args: string[], cwd: string): string {
  const { stdout, stderr, status } = spawnSync(command, args, { cwd, encoding: "utf8", timeout: 120_000 });
  expect(status, stdout + stderr).toBe(0);
  return stdout + stderr;
}

test("the tests on the page for node:test pass", () => {
  const file = testOf("testing-node.md");
  expect(output(hostNode, ["--test", "--test-reporter=tap"], dirname(file))).toMatch(/^# pass 3$/m);
});

const bun = join(root, "apps/runtimes/binaries/node_modules/@oven/bun-linux-x64/bin/bun");

// Bun is not installed. `npm run check:release` installs it, on Linux and x64.
test.skipIf(!existsSync(bun))("the tests on the page for bun test pass", () => {
  const file = testOf("testing-bun.md");
  expect(output(bun, ["test"], dirname(file))).toMatch(/^ *3 pass$/m);
});

test("the tests on the page for jest pass", () => {
  const file = testOf("testing-jest.md");
  const jest = join(dirname(createRequire(import.meta.url).resolve("jest/package.json")), "bin/jest.js");
  const options = ["--rootDir", dirname(file), "--cacheDirectory", join(workshop, "jest")];
  expect(output(hostNode, ["--experimental-vm-modules", jest, ...options], dirname(file))).toMatch(/^Tests: +3 passed, 3 total$/m);
});
