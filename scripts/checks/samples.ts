import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A ```ts block of a Markdown file or of a doc comment. It may have a title. */
export interface Sample {
  /** The file, from the repository's root. */
  readonly file: string;
  /** The line on which its code begins, from 1. */
  readonly line: number;
  readonly code: string;
  /** The expected output: the text of its `// prints …` comments, from top to bottom. */
  readonly prints: string;
}

/** Files of others, and generated files. */
const excluded = /(^|\/)(node_modules|dist|docs\/(api|reference)|CHANGELOG\.md)$/;

/** Returns the samples of files below `root`. In sources, samples stand in doc comments. */
export function samplesOf(root: string, globs: readonly string[]): Sample[] {
  const files = globSync(globs, { cwd: root, exclude: (path) => excluded.test(path) });
  return files.toSorted().flatMap((file) => samplesIn(file, readFileSync(join(root, file), "utf8")));
}

/** Returns the samples in the text of a file. */
export function samplesIn(file: string, text: string): Sample[] {
  const margin = file.endsWith(".ts") ? /^\s*\* ?/ : /^/;
  const samples: Sample[] = [];
  let open: { line: number; code: string[] } | null = null;
  for (const [index, raw] of text.split("\n").entries()) {
    const line = margin.test(raw) ? raw.replace(margin, "") : "";
    if (open === null) {
      if (/^```ts(\s|$)/.test(line)) open = { line: index + 2, code: [] };
    } else if (/^```\s*$/.test(line)) {
      const code = open.code.join("\n");
      const prints = [...code.matchAll(/\/\/ prints ?(.*)$/gm)].map((match) => `${match[1]}\n`).join("");
      samples.push({ file, line: open.line, code, prints });
      open = null;
    } else {
      open.code.push(line);
    }
  }
  if (open) throw new Error(`${file}:${open.line}: the sample does not end`);
  return samples;
}
