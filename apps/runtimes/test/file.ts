import type { VitestReport } from "../src/report.ts";

/** What vitest reports of a file, from the titles of its tests and what became of them. */
export function file(path: string, tests: Record<string, string>): VitestReport["testResults"][number] {
  const assertionResults = Object.entries(tests).map(([fullName, status]) => ({ fullName, status }));
  return { name: `/home/someone/repository/${path}`, status: "passed", assertionResults };
}
