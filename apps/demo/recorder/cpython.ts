import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
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

/** The CPython of this machine, for programs with sockets and processes. The variable `PYTHON` may name another. */
const native = process.env["PYTHON"] ?? "python3.14";

/** Returns the version of the machine's CPython; null if there is none of version 3.14. */
export async function nativeVersion(): Promise<string | null> {
  const script = "import platform; print(platform.python_version())";
  const found = await promisify(execFile)(native, ["-c", script]).catch(() => ({ stdout: "" }));
  return found.stdout.startsWith("3.14.") ? found.stdout.trim() : null;
}

/** Runs a Python program on the machine's CPython, and records its lines without their times. */
export async function recordNatively(name: string, version: string): Promise<CPythonRecording> {
  const file = fileURLToPath(new URL(`../src/programs/${name}.py`, import.meta.url));
  // -P, because modules of the standard library must not find programs of the gallery with their names.
  const { stdout } = await promisify(execFile)(native, ["-P", file]);
  const lines = stdout.trimEnd().split("\n");
  return { python: version, printed: lines.map((text) => ({ at: 0, text: mask(text) })), warnings: [] };
}
