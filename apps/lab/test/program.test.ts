import { expect, test } from "vitest";
import type { RunRecord } from "../src/protocol/run-record.ts";
import { exploreProgram } from "../src/worker/explore-program.ts";
import { inspect } from "../src/worker/inspect.ts";
import { recordRun } from "../src/worker/record-run.ts";

function recorded(source: string): Promise<RunRecord> {
  const request = { kind: "run", source, schedule: null, interventions: [], maxSteps: 1000, announceSteps: false } as const;
  return recordRun(request, { began() {}, ended() {}, step() {}, stopped() {} });
}

async function linesOf(source: string): Promise<(string | undefined)[]> {
  const { events } = await recorded(source);
  return events.filter(({ kind }) => kind === "console").map(({ text }) => text);
}

test.each([
  [{ a: 1, "b c": { d: [1, "x"] } }, '{ a: 1, "b c": { d: [1, "x"] } }'],
  [[[], {}, new Map([[1, { a: null }]]), new Set(["x"])], '[[], {}, Map(1) {1 => { a: null }}, Set(1) {"x"}]'],
  [{ a: { b: { c: { d: { e: 1 } } } } }, "{ a: { b: { c: { d: {…} } } } }"],
  [Array.from({ length: 60 }, () => 0), `[${"0, ".repeat(50)}… 10 more]`],
  [Object.defineProperty({}, "a", { enumerable: true, get: () => expect.fail() }), "{ a: [getter] }"],
  [
    new (class Dish {
      name = "eggs";
    })(),
    'Dish { name: "eggs" }',
  ],
  [new Error("burnt"), 'Error("burnt")'],
  [Object.create(null), "{}"],
])("inspect() shows the contents of a value: %#", (value, text) => {
  expect(inspect(value)).toBe(text);
});

test("inspect() ends at an object that contains itself, and never throws", () => {
  const own: Record<string, unknown> = {};
  own["own"] = own;
  expect(inspect(own)).toBe("{ own: [circular] }");
  expect(inspect(Proxy.revocable([], {}))).toContain("proxy");
});

test("the console of a program records objects, places in texts, groups, tables, counts and failed assertions", async () => {
  const lines = await linesOf(`
    console.log("%s has %d %o, 100%%", "eggs", "2", { a: 1 }, "more");
    console.group("outer");
    console.log("one\\ntwo");
    console.groupEnd();
    console.table([{ name: "tea", ms: 300 }, { name: "eggs" }]);
    console.count();
    console.count();
    console.assert(true, "never");
    console.assert(false, "always");
    console.log();`);
  expect(lines).toEqual([
    "eggs has 2 { a: 1 }, 100% more",
    "outer",
    "  one\n  two",
    "(index)  name  ms",
    "0        tea   300",
    "1        eggs",
    "default: 1",
    "default: 2",
    "Assertion failed: always",
    "",
  ]);
});

test("a program may have a variable of the name console", async () => {
  const { outcome } = await recorded("const console = 1; if (console !== 1) throw new Error();");
  expect(outcome).toEqual({ kind: "finished" });
});

test("a run that is not awaited is recorded to its end", async () => {
  const { ended, outcome } = await recorded('import { run, sleep } from "asyncio-ts"; run(sleep(50));');
  expect([ended, outcome]).toEqual([50, { kind: "finished" }]);
});

test("the failure of a run that is not awaited is the outcome", async () => {
  const { outcome } = await recorded('import { run } from "asyncio-ts"; run(function* () { throw new Error("late"); });');
  expect(outcome).toEqual({ kind: "failed", message: "Error: late" });
});

test.each([
  ["undefined", "undefined"],
  ["{ code: 7 }", "{ code: 7 }"],
  ["Object.create(null)", "{}"],
])("the outcome of a program that throws %s says so", async (thrown, text) => {
  const { outcome } = await recorded(`import { run } from "asyncio-ts"; await run(function* () { throw ${thrown}; });`);
  expect(outcome).toEqual({ kind: "failed", message: `The program threw ${text}` });
});

test("the use of a name that a module does not export is an error that names both", async () => {
  const { outcome } = await recorded('import { runn } from "asyncio-ts"; await runn();');
  expect(outcome).toEqual({ kind: "failed", message: 'SyntaxError: the module "asyncio-ts" has no export named "runn"' });
});

test("a program can import modules as a whole, and dynamically", async () => {
  const { ended, outcome } = await recorded(`
    import * as asyncio from "asyncio-ts";
    const { of } = await import("rxjs");
    of(1).subscribe();
    await asyncio.run(asyncio.sleep(7));`);
  expect([ended, outcome]).toEqual([7, { kind: "finished" }]);
});

test("warnings name no files of the lab", async () => {
  const { warnings } = await recorded(`
    import { run, sleep } from "asyncio-ts";
    await run(function* () { for (let i = 0; i < 500; i++) yield* sleep(0); });`);
  expect(warnings.map(({ message }) => message).join()).toMatch(/^Task-1 woke itself 500 times(?!.*\(file:)/);
});

test("a program that does not call run cannot be explored", async () => {
  const exploration = exploreProgram({ kind: "explore", source: "const a = 1;", runs: 5 }, () => {});
  await expect(exploration).rejects.toThrow("the program does not call run(main) before its first await");
});
