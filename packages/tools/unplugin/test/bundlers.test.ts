import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { describe, expect, test } from "vitest";
import { bundlers } from "./bundlers.ts";
import { program, SHOP, SHOWN, THROWN } from "./program.ts";

describe.each(Object.entries(bundlers))("%s", (_, bundle) => {
  test("marks a program that is bundled, whose coroutines are named and reported if they are dropped", async () => {
    const folder = program(SHOP);
    await bundle(folder, "development");
    const { stdout, stderr } = spawnSync(process.execPath, ["out/main.js"], { cwd: folder, encoding: "utf8" });
    expect(JSON.parse(stdout.split("\n")[0]!)).toEqual(SHOWN);
    expect(stderr.trim()).toBe("coroutine 'total' was never awaited");

    // The source map leads from the place in the stack to the place in the source.
    const [, line, column] = /main\.js:(\d+):(\d+)/.exec(stdout)!;
    const map = new TraceMap(readFileSync(join(folder, "out/main.js.map"), "utf8"));
    const position = originalPositionFor(map, { line: Number(line), column: Number(column) - 1 });
    expect([position.source?.endsWith("main.ts"), position.line, position.column]).toEqual([true, THROWN.line, THROWN.column - 1]);
  });
});
