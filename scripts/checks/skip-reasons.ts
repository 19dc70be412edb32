// `node skip-reasons.ts REPORT …` prints the skipped tests of vitest's JSON reports with the reasons.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { declaredTests } from "./declared-tests.ts";

/** The used part of vitest's JSON report. */
export interface SkipReport {
  readonly testResults: readonly {
    /** The file's path. */
    readonly name: string;
    readonly assertionResults: readonly {
      readonly title: string;
      /** The titles of the groups around it, the outermost first. */
      readonly ancestorTitles: readonly string[];
      readonly status: string;
    }[];
  }[];
}

/** Returns the lines that list the skipped tests of reports by their reasons; none if no test was skipped. */
export function skipReasons(reports: readonly SkipReport[]): string[] {
  const found = reports.flatMap(({ testResults }) =>
    testResults.flatMap(({ name, assertionResults }) => {
      const skipped = assertionResults.filter(({ status }) => status !== "passed" && status !== "failed");
      return skipped.map((test) => ({ because: reasonOf(name, test), test: `${relative(process.cwd(), name)}: ${test.title}` }));
    }),
  );
  const reasons = new Set(found.map(({ because }) => because));
  return [...reasons].flatMap((reason) => {
    const tests = found.filter(({ because }) => because === reason);
    return [`\nSkipped: ${reason}`, ...tests.map(({ test }) => `  ${test}`)];
  });
}

/** Returns the comment above a test, or else above the innermost group around it that has one. */
function reasonOf(file: string, { title, ancestorTitles }: { title: string; ancestorTitles: readonly string[] }): string {
  const path = [...ancestorTitles, title];
  const declared = declaredTests(file);
  for (let length = path.length; length > 0; length--) {
    const [groups, own] = [path.slice(0, length - 1), path[length - 1]];
    const comment = declared.find((test) => test.title === own && test.groups.join("\0") === groups.join("\0"))?.comment ?? [];
    if (comment.length > 0) return comment.join(" ");
  }
  return "no comment above the test says why";
}

if (import.meta.main) {
  const reports = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")) as SkipReport);
  for (const line of skipReasons(reports)) console.log(line);
}
