import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type CodemodOptions, type Conversion, conversionOf } from "#codemod";

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** What the codemod did, and the files after it by their names. */
export interface Converted extends Pick<Conversion, "asyncFunctions" | "converted"> {
  files: Record<string, string>;
  /** `file:line: text` of the functions that stay. */
  left: string[];
}

/** Converts a program in a folder of its own, in this process, because the compiler takes seconds to start. */
export function converted(sources: Record<string, string>, options: Partial<CodemodOptions> = {}): Converted {
  const folder = folderOf(sources);
  try {
    const conversion = conversionOf([join(folder, "src")], { exports: "coroutine", trustTypes: true, ...options });
    const changed = conversion.files.map(({ after, path }) => [basename(path), after]);
    return {
      files: { ...sources, ...Object.fromEntries(changed) },
      asyncFunctions: conversion.asyncFunctions,
      converted: conversion.converted,
      left: conversion.left.map(({ file, line, text }) => `${basename(file)}:${line}: ${text}`),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Makes a folder with sources in `src`. It is inside the package, so that the types of packages are found. */
export function folderOf(sources: Record<string, string>): string {
  const folder = mkdtempSync(fileURLToPath(new URL(".folder-", import.meta.url)));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const [name, text] of Object.entries(sources)) {
    mkdirSync(dirname(join(folder, "src", name)), { recursive: true });
    writeFileSync(join(folder, "src", name), text);
  }
  return folder;
}

/** Runs the command in a folder. */
export function codemod(folder: string, args: string[]): { code: number | null; out: string; err: string } {
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, "codemod", ...args], { cwd: folder, encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}
