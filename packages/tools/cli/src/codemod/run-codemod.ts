import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { createTwoFilesPatch } from "diff";
import { colors } from "../colors.ts";
import { convert, type Conversion, type ConvertOptions } from "./convert.ts";
import type { Finding } from "./finding.ts";
import { loadProject } from "./load-project.ts";

/** The options of the command. */
export interface CodemodOptions extends ConvertOptions {
  dryRun?: true;
  json?: true;
  project?: string;
  ignore?: string[];
}

/** Converts files, writes them, and prints what was done. Returns the exit code: 0, or 2 if an async function stays. */
export function runCodemod(paths: readonly string[], options: CodemodOptions): number {
  const conversion = conversionOf(paths, options);
  if (options.dryRun !== true) for (const { path, after } of conversion.files) writeFileSync(path, after);
  console.log(options.json === true ? JSON.stringify(jsonOf(conversion)) : textOf(conversion, options.dryRun === true));
  return conversion.left.length === 0 ? 0 : 2;
}

/** Converts files without writing them. @throws CliError if a path does not exist, or holds no source */
export function conversionOf(paths: readonly string[], options: CodemodOptions): Conversion {
  const loaded = loadProject(paths, options);
  return convert(loaded.project, loaded.paths, options);
}

function jsonOf({ files, ...rest }: Conversion): object {
  const [left, notes] = [rest.left, rest.notes].map((findings) => findings.map((finding) => ({ ...finding, file: pathOf(finding.file) })));
  return { ...rest, left, notes, files: files.map((file) => ({ path: pathOf(file.path), diff: diffOf(file) })) };
}

function textOf(conversion: Conversion, isDryRun: boolean): string {
  const { asyncFunctions, converted, files, left, notes } = conversion;
  const diffs = isDryRun ? files.map((file) => coloured(diffOf(file))) : [];
  const count = `${converted} of ${asyncFunctions} async functions ${isDryRun ? "would be " : ""}converted, in ${files.length} ${files.length === 1 ? "file" : "files"}.`;
  return [...diffs, colors.bold(count), ...section("Left:", left), ...section("To check:", notes)].join("\n");
}

function section(title: string, findings: readonly Finding[]): string[] {
  return findings.length === 0 ? [] : [colors.bold(title), ...findings.map(({ file, line, text }) => `${pathOf(file)}:${line}: ${text}`)];
}

function diffOf({ after, before, path }: Conversion["files"][number]): string {
  const name = pathOf(path);
  return createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, { context: 2 });
}

function coloured(diff: string): string {
  const paint = (line: string) => (line.startsWith("+") ? colors.green(line) : line.startsWith("-") ? colors.red(line) : line);
  return diff.split("\n").map(paint).join("\n");
}

function pathOf(path: string): string {
  return relative(process.cwd(), path) || path;
}
