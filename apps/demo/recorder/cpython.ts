import { readFile } from "node:fs/promises";
import { loadPyodide } from "pyodide";
import { mask } from "../src/masks.ts";
import type { CPythonRecording } from "../src/recording.ts";

/** Boots CPython. Returns a function that runs a Python program under a virtual clock and records its output. */
export async function bootCPython(): Promise<(name: string) => Promise<CPythonRecording>> {
  const python = await loadPyodide();
  python.FS.writeFile("virtual_clock.py", await readFile(new URL("virtual_clock.py", import.meta.url)));
  python.runPython("import sys; sys.path.insert(0, '.')");
  const { record } = python.pyimport("virtual_clock") as { record(source: string, file: string): string };

  return async (name) => {
    const file = `${name}.py`;
    const source = await readFile(new URL(`../src/programs/${file}`, import.meta.url), "utf8");
    const recording = JSON.parse(record(source, file)) as CPythonRecording;
    return {
      python: recording.python,
      printed: recording.printed.map(({ at, text }) => ({ at, text: mask(text) })),
      warnings: recording.warnings.map(mask),
    };
  };
}
