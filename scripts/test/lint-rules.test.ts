// Breaks each rule of the house in oxlint.config.ts. All files stand in one tree, which oxlint reads once.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const repository = join(import.meta.dirname, "../..");
const loop = "packages/core/loop/src";
const tasks = "packages/core/tasks/src";

const allowed: [file: string, source: string][] = [
  [`${loop}/index.ts`, 'export * from "./lowlevel.ts"; export * from "./scheduling/handle.ts";'],
  [`${loop}/scheduling/a.ts`, 'import "./b.ts"; import "../host/host.ts"; import "../support/fifo.ts"; import "../reporting/reporter.ts";'],
  [`${loop}/execution/a.ts`, 'import type { Host } from "../host/host.ts";'],
  [`${tasks}/kernel/a.ts`, 'import "@asyncio-ts/loop"; import "@asyncio-ts/loop/lowlevel"; import "../coroutines/awaitable.ts";'],
  [`${tasks}/running/a.ts`, 'import "../kernel/task.ts"; import "../combinators/gather.ts"; import "../diagnostics/call-graph.ts";'],
  [`${tasks}/kernel/future.ts`, 'import type { Task } from "./task.ts"; export type Future = Task[];'],
  [`${tasks}/kernel/task.ts`, 'import type { Future } from "./future.ts"; export type Task = Future;'],
  ["packages/core/sync/src/a.ts", 'import "@asyncio-ts/tasks/lowlevel"; import "@asyncio-ts/loop"; import "./lock.ts";'],
  ["packages/asyncio/src/index.ts", 'export * from "@asyncio-ts/loop"; export * from "@asyncio-ts/sync";'],
  ["packages/interop/rxjs/src/a.ts", 'import "rxjs"; import "rxjs/operators"; import "@asyncio-ts/sync/lowlevel"; import "./b.ts";'],
  ["packages/interop/promise/src/async-local-storage.ts", 'import "node:async_hooks"; import "@asyncio-ts/loop";'],
  ["packages/adapters/testing/src/a.ts", 'import "node:fs"; import "vitest"; import "@asyncio-ts/tasks";'],
  ["packages/adapters/browser/src/a.ts", 'import "@asyncio-ts/promise";'],
  ["packages/adapters/node/src/processes/a.ts", 'import "node:fs"; import "@asyncio-ts/streams/lowlevel"; import "../network/b.ts";'],
  ["packages/tools/cli/src/a.ts", 'import "commander"; import "node:fs";'],
  ["packages/core/tasks/test/a.test.ts", 'import "@asyncio-ts/testing"; import "./reports.ts"; import "node:fs";'],
  [
    "packages/core/sync/test/skipped.test.ts",
    '// Of no use here.\ntest.skipIf(true)("rings", () => {});\n// Neither.\ndescribe.skip.each([1])("%s", () => {});\nlines.skip(1);\n',
  ],
  [
    "scripts/people.ts",
    "// For whoever reviews it, and for users who install it.\n/** `who` and\n * ```ts\n * const who = 1;\n * ```\n */\n",
  ],
];

const forbidden: [rule: string, file: string, source: string][] = [
  // Between rooms.
  ["no-restricted-imports", `${loop}/support/b.ts`, 'import "../host/host.ts";'],
  ["no-restricted-imports", `${loop}/execution/b.ts`, 'import type { Handle } from "../scheduling/handle.ts";'],
  ["no-restricted-imports", `${loop}/reporting/b.ts`, 'export type { Handle } from "../scheduling/handle.ts";'],
  ["no-restricted-imports", `${loop}/scheduling/c.ts`, 'import { LoopCore } from "../index.ts";'],
  ["no-restricted-imports", `${tasks}/coroutines/b.ts`, 'import type { EventLoop } from "../kernel/event-loop.ts";'],
  ["no-restricted-imports", `${tasks}/kernel/b.ts`, 'const gather = await import("../combinators/gather.ts");'],
  ["no-restricted-imports", `${tasks}/combinators/b.ts`, 'import { captureCallGraph } from "../diagnostics/call-graph.ts";'],
  ["no-restricted-imports", `${tasks}/diagnostics/b.ts`, 'export * from "../running/run.ts";'],
  ["consistent-type-imports", `${tasks}/running/b.ts`, 'export let future: import("../kernel/future.ts").Future;'],
  // Between floors.
  ["no-restricted-imports", `${loop}/scheduling/d.ts`, 'import type { Task } from "@asyncio-ts/tasks";'],
  ["no-restricted-imports", `${tasks}/kernel/c.ts`, 'import { Lock } from "@asyncio-ts/sync";'],
  ["no-restricted-imports", `${tasks}/index.ts`, 'import { run } from "asyncio-ts";'],
  ["no-restricted-imports", "packages/core/sync/src/b.ts", 'import { fromPromise } from "@asyncio-ts/promise";'],
  ["no-restricted-imports", "packages/asyncio/src/lowlevel.ts", 'export * from "@asyncio-ts/promise";'],
  ["no-restricted-imports", "packages/interop/rxjs/src/c.ts", 'import { VirtualLoop } from "@asyncio-ts/testing";'],
  ["no-restricted-imports", "packages/adapters/testing/src/b.ts", 'import { fromPromise } from "@asyncio-ts/promise";'],
  ["no-restricted-imports", "packages/adapters/node/src/network/a.ts", 'import { Process } from "../processes/process.ts";'],
  ["no-restricted-imports", "packages/tools/unplugin/src/b.ts", 'import { run } from "asyncio-ts";'],
  ["no-restricted-imports", "packages/attic/box/src/a.ts", 'import { run } from "@asyncio-ts/tasks";'],
  // Of Node's and of foreign modules.
  ["no-restricted-imports", `${loop}/host/b.ts`, 'import { performance } from "node:perf_hooks";'],
  ["no-restricted-imports", "packages/interop/promise/src/b.ts", 'import { readFile } from "node:fs/promises";'],
  ["no-restricted-imports", "packages/interop/promise/src/c.ts", 'import { once } from "node:events";'],
  ["prefer-node-protocol", "packages/interop/promise/src/d.ts", 'import { once } from "events";'],
  ["no-restricted-imports", "packages/core/sync/src/c.ts", 'import { map } from "rxjs";'],
  // Deep paths.
  ["no-restricted-imports", "packages/core/sync/src/d.ts", 'import { Task } from "../../tasks/src/kernel/task.ts";'],
  ["no-restricted-imports", "packages/interop/rxjs/src/d.ts", 'import { Task } from "../../../core/tasks/src/kernel/task.ts";'],
  ["no-restricted-imports", "packages/adapters/testing/src/c.ts", 'import { Task } from "@asyncio-ts/tasks/dist/index.js";'],
  ["no-restricted-imports", "packages/core/tasks/test/b.test.ts", 'import { Task } from "../src/kernel/task.ts";'],
  ["no-restricted-imports", "apps/demo/src/a.ts", 'import { Task } from "../../../packages/core/tasks/src/kernel/task.ts";'],
  // Cycles.
  ["no-cycle", "packages/core/sync/src/lock.ts", 'import type { Queue } from "./queue.ts"; export type Lock = Queue;'],
  ["no-cycle", "packages/core/sync/src/queue.ts", 'import type { Lock } from "./lock.ts"; export type Queue = Lock[];'],
  ["no-cycle", `${tasks}/kernel/step.ts`, 'import { wait } from "./waiter.ts"; export const step = () => wait();'],
  ["no-cycle", `${tasks}/kernel/waiter.ts`, 'import { step } from "./step.ts"; export const wait = (): void => step();'],
  // Names of files, and words of comments.
  ["file-name", `${tasks}/kernel/utils.ts`, "export const one = 1;"],
  ["file-name", "apps/demo/src/types.ts", "export type One = 1;"],
  ["comment-words", "scripts/who.mjs", "/**\n * Wakes whoever waits.\n */\n"],
  ["comment-words", "apps/runtimes/src/whose.ts", "// A task whose future is done.\n"],
  // Tests that are skipped.
  ["skip-reason", "packages/core/sync/test/a.test.ts", '// Rings.\n\ntest.skipIf(true)("rings", () => {});'],
  ["skip-reason", "packages/core/sync/test/b.test.ts", 'describe.skip.each([1])("%s", () => {});'],
];

const root = mkdtempSync(join(tmpdir(), "lint-rules-"));
afterAll(() => rmSync(root, { recursive: true }));

/** The rules under test: these files may break others. */
const rules = new Set(forbidden.map(([rule]) => rule));

let found: { rule: string; file: string; line: number; text: string }[];
beforeAll(() => {
  cpSync(join(repository, "oxlint.config.ts"), join(root, "oxlint.config.ts"));
  cpSync(join(repository, "scripts/checks/house-style.ts"), join(root, "scripts/checks/house-style.ts"));
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  for (const [file, source] of [...allowed, ...forbidden.map(([, file, source]) => [file, source] as const)]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), source);
  }
  const options = ["--format", "json", "apps", "packages", "scripts"];
  const { stdout } = spawnSync(join(repository, "node_modules/.bin/oxlint"), options, { cwd: root, encoding: "utf8" });
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { code: string; message: string; help?: string; filename: string; labels: { span: { line: number } }[] }[];
  };
  found = diagnostics
    .map(({ code, message, help, filename, labels }) => ({
      rule: /\((.*)\)/.exec(code)![1]!,
      file: filename,
      line: labels[0]!.span.line,
      text: `${message} ${help}`,
    }))
    .filter(({ rule }) => rules.has(rule));
});

test.each(allowed)("%s breaks no rule of the house", (file) => {
  expect(found.filter((one) => one.file === file)).toEqual([]);
});

test.each(forbidden)("%s is reported in %s", (rule, file) => {
  expect(found.filter((one) => one.file === file).map((one) => one.rule)).toContain(rule);
});

describe("a message", () => {
  test("about rooms states their order", () => {
    expect(found.find(({ file }) => file === `${tasks}/kernel/b.ts`)!.text).toContain(
      "imports in packages/core/tasks/src run one way: coroutines ← kernel ← combinators, diagnostics ← running",
    );
  });

  test("about floors lists the allowed imports", () => {
    expect(found.find(({ file }) => file === "packages/tools/unplugin/src/b.ts")!.text).toContain(
      "of ours, this floor imports only nothing",
    );
  });

  test("about a comment points at the word, with an example", () => {
    const { line, text } = found.find(({ file }) => file === "scripts/who.mjs")!;
    expect(line).toBe(2);
    expect(text).toMatch(/^"whoever" .* Not "wakes whoever waits", but "wakes the next waiter"/);
  });
});
