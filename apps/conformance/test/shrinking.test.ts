import { expect, test } from "vitest";
import { generate } from "../src/generator/program.ts";
import type { Program, Statement } from "../src/language/program.ts";
import { shrinkCandidates } from "../src/shrinking.ts";

const log: Statement = { op: "log", value: 1 };

test("shrinkCandidates() generates no candidate that is longer than the program", () => {
  const program = generate(1, 1);
  const sizes = [...shrinkCandidates(program)].map((candidate) => JSON.stringify(candidate).length);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(JSON.stringify(program).length);
});

test("shrinkCandidates() replaces a statement by each of its blocks", () => {
  const program: Program = { mode: "run", body: [{ op: "try", body: [log], final: [{ op: "stop" }] }] };
  const bodies = [...shrinkCandidates(program)].map(({ body }) => body);
  expect(bodies).toContainEqual([log]);
  expect(bodies).toContainEqual([{ op: "stop" }]);
  expect(bodies).toContainEqual([{ op: "try", body: [log] }]);
});

test("shrinkCandidates() does not change the program", () => {
  const program = generate(1, 2);
  const before = structuredClone(program);
  expect([...shrinkCandidates(program)].length).toBeGreaterThan(10);
  expect(program).toEqual(before);
});

test("generate() returns the same program for the same seed and index only", () => {
  expect(generate(7, 3)).toEqual(generate(7, 3));
  expect(generate(7, 3)).not.toEqual(generate(7, 4));
  expect(generate(7, 3)).not.toEqual(generate(8, 3));
});
