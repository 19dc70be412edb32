import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { declaredTests } from "../../../scripts/checks/declared-tests.ts";
import { SUITES } from "./suites.ts";

/** A test, a group of tests or a whole file that does not run everywhere. */
export interface SkippedTest {
  /** The runtimes that it does not run on, without their versions. */
  readonly on: readonly string[];
  /** The test file, from the repository's root. */
  readonly file: string;
  /** The titles of the groups around it and its own; of a whole file, none. */
  readonly titles: readonly string[];
  /** The comment above it; empty if there is none. */
  readonly because: string;
}

/**
 * Returns the tests of the suites that do not run everywhere, which say so themselves: a test by `skipIf(on("Bun"))`, with the
 * reason above it; a file that a runtime cannot even load by its first line, `// @skip-on Bun, Deno: the reason`.
 */
export function skippedTests(root: string): SkippedTest[] {
  const files = globSync(
    Object.values(SUITES).map((folder) => `${folder}/test/**/*.test.ts`),
    { cwd: root },
  );
  return files.toSorted().flatMap((file) => [...skippedFile(root, file), ...skippedInside(root, file)]);
}

/** Returns the files that a runtime cannot load. */
export function excludedFiles(skipped: readonly SkippedTest[], runtime: string): string[] {
  const name = runtime.replace(/ \d+$/, "");
  return skipped.filter(({ on, titles }) => titles.length === 0 && on.includes(name)).map(({ file }) => file);
}

function skippedFile(root: string, file: string): SkippedTest[] {
  const [, names, because = ""] = /^\/\/ @skip-on ([^:\n]+)(?:: *(.*))?/.exec(readFileSync(join(root, file), "utf8")) ?? [];
  return names === undefined ? [] : [{ on: names.split(",").map((name) => name.trim()), file, titles: [], because }];
}

function skippedInside(root: string, file: string): SkippedTest[] {
  return declaredTests(join(root, file))
    .filter(({ skippedOn }) => skippedOn.length > 0)
    .map(({ skippedOn, groups, title, comment }) => {
      const because = comment.filter((line) => !line.startsWith("CPython: ")).join(" ");
      return { on: skippedOn, file, titles: [...groups, title], because };
    });
}
