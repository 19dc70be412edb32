import { readFileSync, rmSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { codemod, converted, folderOf } from "./converted.ts";

test("functions that cannot be converted stay, and are listed with line and reason", () => {
  const source = `class Base { async load() { return "base"; } }
class Derived extends Base {
  async load() { return (await super.load()) + "!"; }
}
async function* letters() { yield "a"; }
async function clean() { await using file = await open(); return file; }
const kind = (async () => {}).constructor;
async function plain() { return 1; }
declare function open(): Promise<AsyncDisposable>;
export { Derived, letters, clean, kind, plain };
`;
  const { asyncFunctions, converted: count, files, left } = converted({ "a.ts": source }, { exports: "promise" });
  expect({ asyncFunctions, count }).toEqual({ asyncFunctions: 6, count: 2 });
  expect(left).toEqual([
    "a.ts:3: load calls a method of super, which a function* inside the method cannot",
    "a.ts:5: letters is an async generator: see asyncGenerator of asyncio-ts and toAsyncIterable of @asyncio-ts/promise",
    "a.ts:6: clean uses `await using`: clean up in a `finally` that awaits",
    "a.ts:7: an async function is only looked at: `(async () => {}).constructor`",
  ]);
  expect(files["a.ts"]).toContain('  async load() { return (await super.load()) + "!"; }');
});

test("--dry-run prints a diff and the counts, and writes nothing", () => {
  const source = "export async function one() {\n  return 1;\n}\n";
  const folder = folderOf({ "a.ts": source });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { code, err, out } = codemod(folder, ["src", "--dry-run"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("-export async function one() {\n+export function* one() {");
  expect(out).toContain("1 of 1 async functions would be converted, in 1 file.");
  expect(readFileSync(`${folder}/src/a.ts`, "utf8")).toBe(source);
});

test("--json prints the findings and the diffs; the exit code is 2 if a function stays", () => {
  const folder = folderOf({ "a.ts": "export async function one() {\n  return 1;\n}\nexport async function* two() {}\n" });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { code, out } = codemod(folder, ["src", "--json"]);
  expect(code).toBe(2);
  expect(JSON.parse(out)).toMatchObject({
    asyncFunctions: 2,
    converted: 1,
    files: [{ path: "src/a.ts", diff: expect.stringContaining("+export function* one() {") }],
    left: [{ file: "src/a.ts", line: 4, text: expect.stringContaining("two is an async generator") }],
    notes: [],
  });
  expect(readFileSync(`${folder}/src/a.ts`, "utf8")).toContain("export function* one()");
});

test("a file with an AsyncLocalStorage makes tasks carry the stores", () => {
  const source = `import { AsyncLocalStorage } from "node:async_hooks";\nexport const store = new AsyncLocalStorage<string>();\n`;
  const { files } = converted({ "a.ts": source });
  expect(files["a.ts"]).toContain('\nimport "@asyncio-ts/promise/async-local-storage";\n');
  expect(converted(files).files).toEqual(files);
});

test("a converted program is not changed by a second run", () => {
  const source = `export async function main() {\n  await Promise.all([1].map(async (n) => n));\n  return fetch("data:,a");\n}\nmain().catch(console.error);\n`;
  const first = converted({ "a.ts": source });
  const second = converted(first.files);
  expect(second.files).toEqual(first.files);
  expect(second).toMatchObject({ asyncFunctions: 0, converted: 0 });
  expect(first.files["a.ts"]).toContain("run(main()).catch(console.error);");
});

test("functions of other files are awaited as coroutines through imports, and as promises by files that stay", () => {
  const { files } = converted(
    {
      "load.ts": "export async function load(id: number) {\n  return `item ${id}`;\n}\n",
      "page.ts": `import { load as loadItem } from "./load.js";\nexport async function page() {\n  return (await loadItem(1)) + (await loadItem(2));\n}\n`,
      "page.test.ts": `import { page } from "./page.js";\nexport const done = page();\n`,
    },
    { ignore: ["**/.*/src/*.test.ts"] },
  );
  expect(files["page.ts"]).toContain("return (yield* loadItem(1)) + (yield* loadItem(2));");
  expect(files["page.test.ts"]).toContain("export const done = page();");
});

test("JavaScript and CommonJS files get their imports in their own way, and no types", () => {
  const { files } = converted({
    "a.js": `#!/usr/bin/env node\nimport { readFile } from "node:fs/promises";\nconst read = async (path) => await readFile(path);\nread("x");\n`,
    "b.cjs": `"use strict";\nconst { readFile } = require("node:fs/promises");\nclass Reader {\n  async read(path) {\n    return this.text(await readFile(path));\n  }\n  text(data) {\n    return String(data);\n  }\n}\nmodule.exports = { read: async (path) => new Reader().read(path) };\n`,
  });
  expect(files["a.js"]).toMatch(
    /^#!\/usr\/bin\/env node\nimport \{ readFile \}.*\nimport \{ run \} from "asyncio-ts";\nimport \{ fromPromise \}/,
  );
  expect(files["a.js"]).toContain('const read = function* (path) { return yield* fromPromise(readFile(path)); };\nrun(read("x"));');
  expect(files["b.cjs"]).toMatch(/^"use strict";\nconst \{ fromPromise, toPromise \} = require\("@asyncio-ts\/promise"\);/);
  expect(files["b.cjs"]).toContain("  *read(path) {");
  expect(files["b.cjs"]).toContain("read: (path) => toPromise(new Reader().read(path), { eagerStart: true })");
});

test("without trust in types, a value that only its type calls a promise may be none", () => {
  const source = `interface Cache { get(key: string): Promise<string> }
async function own(): Promise<string> { return await Promise.resolve("own"); }
export async function get(cache: Cache) {
  return (await cache.get("key")) + (await own());
}
export const value = own;
`;
  const { files } = converted({ "a.ts": source }, { trustTypes: false });
  expect(files["a.ts"]).toContain('(yield* fromPromise(Promise.resolve(cache.get("key")))) + (yield* fromPromise(own()))');
});

test("lines of templates keep their text where a body moves inwards", () => {
  const source = "export class Page {\n  async text() {\n    return `first\n  second`;\n  }\n}\n";
  const { files } = converted({ "a.ts": source }, { exports: "promise" });
  expect(files["a.ts"]).toContain(
    "    return toPromise(function* () {\n      return `first\n  second`;\n    }, { eagerStart: true });\n  }\n",
  );
});

test("a path that does not exist, or holds no source, is an error", () => {
  const folder = folderOf({ "a.txt": "" });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(codemod(folder, ["lib"])).toEqual({ code: 1, out: "", err: "There is no file or folder lib.\n" });
  expect(codemod(folder, ["src"])).toEqual({ code: 1, out: "", err: "src: source files were expected, there are none.\n" });
  expect(codemod(folder, ["src", "--exports", "both"]).err).toContain("Allowed choices are coroutine, promise");
});

test("the other commands do not load the compiler", () => {
  const command = readFileSync(new URL("../../dist/main.js", import.meta.url), "utf8");
  expect(command).toContain('import("./codemod.js")');
  expect(command).not.toMatch(/from\s*"(ts-morph|diff|\.\/codemod\.js)"/);
});
