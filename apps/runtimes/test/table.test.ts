import { expect, test } from "vitest";
import { disagreements } from "../src/page.ts";
import { SUITES } from "../src/suites.ts";
import { claims, type Column, sumOf, table } from "../src/table.ts";

const suites = Object.keys(SUITES);

function column(name: string, version: string, passed: number, failedIn?: string): Column {
  return { name, version, report: suites.map((suite) => ({ passed, failed: suite === failedIn ? 2 : 0, skipped: passed % 2 })) };
}

test("table() shows the counts of each suite on each runtime", () => {
  const text = table([column("Node 26", "26.1.0", 4), column("Bun", "1.2.3", 3, "asyncio-ts")]);
  const cells = text.split("\n").map((row) => row.split("|").map((cell) => cell.trim()));
  expect(cells[0]).toEqual(["", "", "Node 26", "Bun", ""]);
  expect(cells[2]).toEqual(["", "version", "26.1.0", "1.2.3", ""]);
  expect(cells[3]).toEqual(["", "asyncio-ts", "✓ 4", "✗ 3, 2 failed, 1 skipped", ""]);
  expect(cells[4]).toEqual(["", "@asyncio-ts/loop", "✓ 4", "✓ 3, 1 skipped", ""]);
});

test("sumOf() adds up all runtimes", () => {
  const n = suites.length;
  expect(sumOf([column("Node 26", "26.1.0", 4), column("Bun", "1.2.3", 3, "asyncio-ts")])).toEqual({
    passed: 7 * n,
    failed: 2,
    skipped: n,
  });
});

test("claims() ignores counts and versions", () => {
  const page = `Before.\n\n${table([column("Node 26", "26.1.0", 4), column("Bun", "1.2.3", 3, "asyncio-ts")])}\n\n- after | it`;
  expect(claims(page)).toHaveLength(2 * suites.length);
  expect(claims(page).slice(0, 3)).toEqual(["✓ asyncio-ts on Node 26", "✗ asyncio-ts on Bun", "✓ @asyncio-ts/loop on Node 26"]);
  expect(disagreements(page, table([column("Node 26", "26.9.0", 5), column("Bun", "1.9.9", 7, "asyncio-ts")]))).toEqual([]);
});

test("disagreements() lists the claims that only one page makes", () => {
  const [fails, passes] = [table([column("Bun", "1.2.3", 3, "asyncio-ts")]), table([column("Bun", "1.2.3", 3)])];
  expect(disagreements(passes, fails)).toEqual([
    "docs/runtimes.md says: ✓ asyncio-ts on Bun",
    "docs/runtimes.md does not say: ✗ asyncio-ts on Bun",
  ]);
  expect(disagreements("", passes)).toHaveLength(suites.length);
});
