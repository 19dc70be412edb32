import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A ```ts block of a Markdown file or of a doc comment, with a title or without. */
export interface Sample {
  /** Where it stands, from the repository's root. */
  readonly file: string;
  /** The line of its first line of code, from 1. */
  readonly line: number;
  readonly code: string;
  /** What it has to print: the text of its `// prints …` comments, from top to bottom. */
  readonly prints: string;
}

/** Others' texts, and those that are made of sources. */
const without = /(^|\/)(node_modules|dist|docs\/(api|reference)|CHANGELOG\.md)$/;

/** Every sample below `root` in these files; in sources, those of the doc comments. */
export function samplesOf(root: string, globs: readonly string[]): Sample[] {
  const files = globSync(globs, { cwd: root, exclude: (path) => without.test(path) });
  return files.toSorted().flatMap((file) => samplesIn(file, readFileSync(join(root, file), "utf8")));
}

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
