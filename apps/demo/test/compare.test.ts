import { expect, test } from "vitest";
import { differences } from "../src/compare.ts";
import type { Recording } from "../src/recording.ts";

function printed(...lines: [at: number, text: string][]): Recording {
  return { printed: lines.map(([at, text]) => ({ at, text })), warnings: [] };
}

function warned(...warnings: string[]): Recording {
  return { printed: [], warnings };
}

test("equal lines at equal times are no difference", () => {
  expect(differences(printed([0, "a"], [1000, "b"]), printed([0, "a"], [1000, "b"]))).toEqual([]);
});

test("another text is one", () => {
  expect(differences(printed([0, "a"]), printed([0, "b"]))).toEqual([{ cpython: "0.000 s  a", here: "0.000 s  b" }]);
});

test("another time is one, be it a millisecond", () => {
  expect(differences(printed([1000, "a"]), printed([1001, "a"]))).toEqual([{ cpython: "1.000 s  a", here: "1.001 s  a" }]);
});

test("a line that is missing on either side is one", () => {
  expect(differences(printed([0, "a"]), printed())).toEqual([{ cpython: "0.000 s  a", here: undefined }]);
  expect(differences(printed(), printed([0, "a"]))).toEqual([{ cpython: undefined, here: "0.000 s  a" }]);
});

test("a warning that is missing is one, its place is not", () => {
  expect(differences(warned("x", "y"), warned("y", "x"))).toEqual([]);
  expect(differences(warned("x", "y"), warned("y"))).not.toEqual([]);
});

test("clock times and addresses are masked on both sides", () => {
  expect(differences(printed([0, "Started: 12:00:00"]), printed([0, "Started: 15:59:52"]))).toEqual([]);
  expect(differences(printed([0, "<object at 0x147d2b8>"]), printed([0, "<object at 0x2f>"]))).toEqual([]);
});

test("what Python says before a warning is masked", () => {
  const warning = "coroutine 'task' was never awaited";
  expect(differences(warned(`/there/program.py:6: RuntimeWarning: ${warning}`), warned(warning))).toEqual([]);
});

test("Python's literals and names are read as TypeScript's", () => {
  expect(differences(printed([0, "True"]), printed([0, "true"]))).toEqual([]);
  expect(
    differences(
      warned("RuntimeWarning: coroutine 'print_something' was never awaited"),
      warned("coroutine 'printSomething' was never awaited"),
    ),
  ).toEqual([]);
});
