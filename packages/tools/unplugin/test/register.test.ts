import { spawnSync } from "node:child_process";
import { stripTypeScriptTypes } from "node:module";
import { describe, expect, test } from "vitest";
import { program, SHOP, SHOWN, THROWN } from "./program.ts";
import { missing, type Runtime, runtimes } from "./runtimes.ts";

// A runtime is not installed. `npm run check:release` installs them.
test.skipIf(missing.length > 0)("every runtime is installed", () => {});

/** `SHOP` without types: the positions stay. */
const SHOP_WITHOUT_TYPES = Object.fromEntries(
  Object.entries(SHOP).map(([name, code]) => [name.replace(".ts", ".js"), stripTypeScriptTypes(code).replaceAll('.ts"', '.js"')]),
);

/** Throws on the line of a function that gets code around it, in a CommonJS module. */
const REQUIRED = `"use strict";
exports.failing = { *work() { throw new Error("here"); } };
`;

function load({ program: node, flags }: Runtime, folder: string, main: string, env: Record<string, string> = {}) {
  return spawnSync(node, [...flags, main], { cwd: folder, encoding: "utf8", env: { ...process.env, NODE_ENV: "test", ...env } });
}

describe.each(runtimes)("$name", (runtime) => {
  const [files, main] = runtime.types ? [SHOP, "main.ts"] : [SHOP_WITHOUT_TYPES, "main.js"];

  test("--import @asyncio-ts/unplugin/register marks the modules of a program, whose stacks keep their places", () => {
    const folder = program(files);
    const { stdout, stderr } = load(runtime, folder, main);
    expect(stderr).toContain("coroutine 'total' was never awaited");
    expect(JSON.parse(stdout.split("\n")[0]!)).toEqual(SHOWN);
    expect(stdout).toContain(`${main}:${THROWN.line}:${THROWN.column}`);
  });

  test("NODE_ENV=production marks nothing", () => {
    const { stdout } = load(runtime, program(files), main, { NODE_ENV: "production" });
    expect(JSON.parse(stdout.split("\n")[0]!).names).toEqual(SHOWN.names.map(() => "[object Generator]"));
  });

  test("registerMarks() takes the options of the plugin", () => {
    const marks = 'import { registerMarks } from "@asyncio-ts/unplugin/node";\nregisterMarks({ production: true, exclude: /order/ });\n';
    const folder = program({ ...files, "marks.mjs": marks });
    const { stdout } = load({ ...runtime, flags: ["--import", "./marks.mjs"] }, folder, main, { NODE_ENV: "production" });
    const names = SHOWN.names.map((name) => (name === "<coroutine order>" ? "[object Generator]" : name));
    expect(JSON.parse(stdout.split("\n")[0]!).names).toEqual(names);
  });

  // Hooks of Node 20 do not see the text of CommonJS modules.
  test.skipIf(runtime.name === "Node 20")("a CommonJS module is marked, and a stack has its columns through the source map", () => {
    const main = 'import { failing } from "./failing.cjs";\nconst made = failing.work();\nconsole.log(String(made));\nmade.next();\n';
    const { stdout, stderr } = load(runtime, program({ "main.mjs": main, "failing.cjs": REQUIRED }), "main.mjs");
    expect(stdout.trim()).toBe("<coroutine work>");
    expect(stderr).toContain("failing.cjs:2:37");
  });

  test("compiled code has the places of its source, through both source maps", () => {
    const code = 'console.log(new Error("x").stack); function* f() {}\n//# sourceMappingURL=main.js.map\n';
    // The first line comes from line 6, column 13.
    const compiled = { version: 3, sources: ["source.ts"], names: [], mappings: "AAKY" };
    const folder = program({ "main.js": code, "main.js.map": JSON.stringify(compiled) });
    expect(load(runtime, folder, "main.js").stdout).toContain("source.ts:6:13");
  });
});
