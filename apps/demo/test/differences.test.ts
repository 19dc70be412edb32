import { expect, test } from "vitest";
import { differences } from "../src/differences.ts";
import type { Recording } from "../src/recording.ts";

function printed(...lines: [at: number, text: string][]): Recording {
  return { printed: lines.map(([at, text]) => ({ at, text })), warnings: [] };
}

function warned(...warnings: string[]): Recording {
  return { printed: [], warnings };
}

test("differences() is empty for the same lines at the same times", () => {
  expect(differences(printed([0, "a"], [1000, "b"]), printed([0, "a"], [1000, "b"]))).toEqual([]);
});

test("differences() reports another text", () => {
  expect(differences(printed([0, "a"]), printed([0, "b"]))).toEqual([{ cpython: "0.000 s  a", here: "0.000 s  b" }]);
});

test("differences() reports another time, even by a millisecond", () => {
  expect(differences(printed([1000, "a"]), printed([1001, "a"]))).toEqual([{ cpython: "1.000 s  a", here: "1.001 s  a" }]);
});

test("differences() reports a line that is missing on either side", () => {
  expect(differences(printed([0, "a"]), printed())).toEqual([{ cpython: "0.000 s  a", here: undefined }]);
  expect(differences(printed(), printed([0, "a"]))).toEqual([{ cpython: undefined, here: "0.000 s  a" }]);
});

test("differences() reports a missing warning, but not another order of warnings", () => {
  expect(differences(warned("x", "y"), warned("y", "x"))).toEqual([]);
  expect(differences(warned("x", "y"), warned("y"))).not.toEqual([]);
});

test("differences() ignores clock times and addresses", () => {
  expect(differences(printed([0, "Started: 12:00:00"]), printed([0, "Started: 15:59:52"]))).toEqual([]);
  expect(differences(printed([0, "<object at 0x147d2b8>"]), printed([0, "<object at 0x2f>"]))).toEqual([]);
});

test("differences() ignores the source of a warning in Python", () => {
  const warning = "coroutine 'task' was never awaited";
  expect(differences(warned(`/there/program.py:6: RuntimeWarning: ${warning}`), warned(warning))).toEqual([]);
});

test("differences() translates literals and names of Python to TypeScript", () => {
  expect(differences(printed([0, "True"]), printed([0, "true"]))).toEqual([]);
  expect(
    differences(
      warned("RuntimeWarning: coroutine 'print_something' was never awaited"),
      warned("coroutine 'printSomething' was never awaited"),
    ),
  ).toEqual([]);
});
