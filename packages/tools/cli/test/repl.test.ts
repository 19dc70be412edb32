import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cli, main } from "./target.ts";

/** Runs lines in a REPL. Returns what it prints, without prompts. */
async function session(...lines: string[]): Promise<string[]> {
  const { code, out } = await cli(["repl"], { input: `${lines.join("\n")}\n` });
  expect(code).toBe(0);
  return out
    .split("\n")
    .slice(1)
    .map((line) => line.replace(/^(?:(?:>|\.\.\.|\|) )+/, ""))
    .filter((line) => line !== "" && line !== ">");
}

test("yield* works at the top level, and names stay from line to line", async () => {
  const printed = await session(
    "const x = yield* sleep(5, 40)",
    "let { y, z = 2 } = { y: x }",
    "y + z",
    "function* twice(n) { yield* sleep(1); return 2 * n }",
    "yield* twice(y)",
    "class Point { x = 1 }",
    "new Point().x",
    "for (let i = 0; i < 2; i++) yield* sleep(1)",
  );
  expect(printed).toEqual(["42", "80", "1"]);
});

test("TypeScript and lines that go on are understood, and an object is no block", async () => {
  const printed = await session(
    "interface Named { name: string }",
    "function* hello(who: Named): Generator<any, string> {",
    "  yield* sleep(1);",
    "  return `hello ${who.name}`;",
    "}",
    'yield* hello({ name: "ada" } as Named)',
    "{ a: 1 }",
    "yield* gather(",
    "  sleep(1, 1), sleep(1, 2))",
  );
  expect(printed).toEqual(["'hello ada'", "{ a: 1 }", "[ 1, 2 ]"]);
});

test("an enum, a namespace and a parameter property are TypeScript too, and can be declared again", async () => {
  const printed = await session(
    "enum Color { Red, Green }",
    "Color.Green",
    "enum Color { Blue }",
    "Object.keys(Color)",
    "namespace Shapes { export const sides = 4 }",
    "Shapes.sides",
    "class Point { constructor(readonly x: number) {} }",
    "new Point(3).x",
  );
  expect(printed).toEqual(["1", "[ '0', 'Blue' ]", "4", "3"]);
});

test("a line goes on if it has no end yet, not if a pattern or a string has a bracket", async () => {
  const printed = await session(
    "/[(]/.test('(')",
    "const sum =",
    "  1 +",
    "  2",
    "sum",
    "`a${`(`}`",
    "`two",
    "lines`",
    "}",
    "'go' + 'es on'",
  );
  expect(printed).toEqual(["true", "3", "'a('", "'two\\nlines'", "Uncaught SyntaxError: Expression expected", "'goes on'"]);
});

test("the end of the input in the midst of a line is an error", async () => {
  expect(await session("1 + 1", "yield* gather(")).toEqual(["2", "Uncaught SyntaxError: the input ended in the midst of a line"]);
});

test("a declaration replaces a global that is a getter, and a function is there above its text", async () => {
  const printed = await session(
    "const { crypto, navigator: [nav] } = { crypto: 1, navigator: [2] }",
    "crypto + nav",
    "twice(4); function twice(n) { return 2 * n }",
    "twice(1)",
  );
  expect(printed).toEqual(["3", "2"]);
});

test("await at the top level is an error that names yield*", async () => {
  const printed = await session("const x = await Promise.resolve(1)");
  expect(printed.join(" ")).toMatch(/Uncaught:? SyntaxError: .*write yield\* ensureFuture\(promise\) instead of await/);
});

test("imports work", async () => {
  const printed = await session(
    'import { basename as base } from "node:path"',
    'import os, { EOL } from "node:os"',
    'import * as url from "node:url"',
    'import type { Stats } from "node:fs"',
    "import type {",
    "  Dirent,",
    '} from "node:fs"',
    "import {",
    "  join,",
    '} from "node:path"',
    `import manifest from ${JSON.stringify(new URL("../package.json", import.meta.url).href)} with { type: "json" }`,
    'base("/a/b") + typeof os.cpus + EOL.length + typeof url.URL + typeof join + manifest.name',
  );
  expect(printed).toEqual(["'bfunction1functionfunction@asyncio-ts/cli'"]);
});

test("background tasks live on between lines, :tasks lists them, and :cancel cancels them", async () => {
  const printed = await session(
    'const poller = createTask(function* poll() { try { yield* sleep(1e6) } finally { console.log("clean-up") } }, { name: "poller" })',
    'void createTask(function* () { yield* sleep(5); console.log("later") })',
    "yield* sleep(20)",
    ":tasks",
    ":cancel nobody",
    ":cancel poller",
    "yield* sleep(1)",
    "poller.cancelled()",
    ":tasks",
    ":nothing",
  );
  expect(printed[0]).toBe("later");
  expect(printed[1]).toMatch(/^1 {2}poller {2}waits in /);
  expect(printed.slice(2, 7)).toEqual([
    'There is no task "nobody". :tasks lists them.',
    "cancelled poller",
    "clean-up",
    "true",
    "no tasks",
  ]);
  expect(printed[7]).toBe("There is no command :nothing.");
});

test(":warnings lists probable mistakes, and :trace writes the events of the session", async () => {
  const folder = await mkdtemp(join(tmpdir(), "asyncio-ts-repl-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "trace.json");
  const printed = await session(
    ":warnings",
    "for (let i = 0; i < 500; i++) yield* sleep(0)",
    ":warnings",
    `:trace ${file}`,
    ":trace",
    `:trace ${folder}`,
  );
  expect(printed[0]).toBe("no warnings");
  expect(printed.join("\n")).toMatch(/^line 1 woke itself \d+ times in a row/m);
  expect(printed.slice(-3)).toEqual([`wrote ${file}`, ":trace needs the name of a file", expect.stringContaining("EISDIR")]);
  expect(JSON.parse(await readFile(file, "utf8")).traceEvents.length).toBeGreaterThan(500);
});

test("errors of a line are printed, and the next line runs", async () => {
  const printed = await session(
    "yield* twice(1)",
    "const = 1",
    "function* f() {",
    '  throw new Error("no disk")',
    "}",
    "yield* f()",
    "1 + 1",
  );
  const text = printed.join("\n");
  expect(text).toContain("twice is not defined");
  expect(text).toMatch(/SyntaxError/);
  // Of the stack, the calls of lines.
  expect(printed.slice(-4)).toEqual([
    "Uncaught Error: no disk",
    "    at f (line 2:2:9)",
    expect.stringMatching(/^ {4}at .*line 3:1:\d+\)?$/),
    "2",
  ]);
});

test("a line that throws no error, or null, is an error like others", async () => {
  expect(await session("throw 'text'", "throw null", "throw undefined", "1 + 1")).toEqual([
    "Uncaught 'text'",
    "Uncaught null",
    "Uncaught undefined",
    "2",
  ]);
});

test("the end of the input cancels the tasks that are left, and waits for their clean-up", async () => {
  const printed = await session(
    'void createTask(function* () { try { yield* sleep(1e6) } finally { yield* sleep(5); console.log("clean-up") } })',
    "yield* sleep(1)",
  );
  expect(printed).toEqual(["clean-up"]);
});

test("SIGINT cancels a line with an endless loop, and the session goes on", async () => {
  const child = spawn(process.execPath, [main, "repl"]);
  onTestFinished(() => void child.kill("SIGKILL"));
  let out = "";
  child.stdout.on("data", (text) => {
    out += text;
    if (out.endsWith("spins\n")) child.kill("SIGINT");
  });
  child.stdin.write("void createTask(sleep(1e6), { name: 'keeper' })\nconsole.log('spins'); for (;;) {}\n:tasks\n'go' + 'es on'\n");
  child.stdin.end();
  const [code] = await once(child, "close");
  expect(code).toBe(0);
  expect(out).toMatch(/spins\ncancelled\n.*keeper {2}waits in .*\n.*'goes on'\n/);
});
