import { expect, test } from "vitest";
import { generate } from "../src/generator/program.ts";
import type { Program, Statement } from "../src/language/program.ts";
import { simplifications } from "../src/simplification.ts";

const mark: Statement = { op: "mark", value: 1 };

test("each candidate is no longer than what it simplifies", () => {
  const program = generate(1, 1);
  const sizes = [...simplifications(program)].map((candidate) => JSON.stringify(candidate).length);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(JSON.stringify(program).length);
});

test("a statement gives way to what stands inside of it", () => {
  const program: Program = { mode: "run", body: [{ op: "try", body: [mark], final: [{ op: "stop" }] }] };
  const bodies = [...simplifications(program)].map(({ body }) => body);
  expect(bodies).toContainEqual([mark]);
  expect(bodies).toContainEqual([{ op: "stop" }]);
  expect(bodies).toContainEqual([{ op: "try", body: [mark] }]);
});

test("the program itself stays as it is", () => {
  const program = generate(1, 2);
  const before = structuredClone(program);
  expect([...simplifications(program)].length).toBeGreaterThan(10);
  expect(program).toEqual(before);
});

test("one seed, one sequence", () => {
  expect(generate(7, 3)).toEqual(generate(7, 3));
  expect(generate(7, 3)).not.toEqual(generate(7, 4));
  expect(generate(7, 3)).not.toEqual(generate(8, 3));
});
