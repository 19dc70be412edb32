// Programs in which the plugin finds nothing: the guide's, the gallery's, and ports from CPython's documentation of asyncio.
import { expect, test } from "vitest";
import { programsIn, programsOf } from "./guide-samples.ts";
import { findingsIn } from "./linted.ts";
import { typedFiles } from "./typed-files.ts";

const guide = programsOf("{docs/guide/*,docs/*,docs/internals/*,README,packages/**/README}.md");
const ports = programsIn("packages/tools/eslint-plugin/test/cpython");

/** The programs of the guide that show a mistake, and its line. */
const shown: Record<string, string> = { "cancellation-2.ts": "} catch {", "debugging-5.ts": "save(); // the star is missing" };

test("recommended finds the mistakes in the guide that are shown as such, and nothing else", () => {
  expect(guide.size).toBeGreaterThan(100);
  const found = [...findingsIn(guide)].flatMap(([name, findings]) =>
    findings.map(({ line }) => [name, guide.get(name)!.split("\n")[line - 1]!.trim()] as const),
  );
  expect(Object.fromEntries(found)).toEqual(shown);
  expect(found).toHaveLength(Object.keys(shown).length);
});

test("the ports from CPython's documentation type-check", () => {
  const files = typedFiles(ports);
  expect([...ports.keys()].flatMap((name) => files.errorsIn(name))).toEqual([]);
});

test("recommended finds nothing in 20 ports from CPython's documentation", () => {
  expect(ports.size).toBe(20);
  expect([...findingsIn(ports)].filter(([, findings]) => findings.length > 0)).toEqual([]);
});
