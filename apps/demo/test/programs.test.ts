import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { differences } from "../src/compare.ts";
import { programs } from "../src/gallery.ts";
import { play } from "../src/play.ts";
import { readRecording } from "../src/recording.ts";
import { virtual } from "../src/speed.ts";

const names = programs.map(({ name }) => name).sort();

function filesIn(folder: string, extension: string): string[] {
  return readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .sort();
}

test("each program hangs in the gallery once, beside its original and its recording", () => {
  expect(names).toEqual([...new Set(names)]);
  expect(filesIn("../src/programs/", ".ts")).toEqual(names);
  expect(filesIn("../src/programs/", ".py")).toEqual(names);
  expect(filesIn("../recordings/", ".json")).toEqual(names);
});

test("a name and its caption fit on a line", () => {
  for (const { name, caption } of programs) expect(`◇  ${name}  ${caption}`.length, name).toBeLessThanOrEqual(80);
});

describe("under the virtual clock a program prints what CPython printed, and when", () => {
  test.each(programs)("$name", async (program) => {
    const [cpython, here] = [await readRecording(program.name), await play(program, virtual)];
    expect(differences(cpython, here)).toEqual([]);
  });
});
