import type { VitestReport } from "../src/report.ts";

/** Returns vitest's report of a file, from the titles and states of its tests. */
export function file(path: string, tests: Record<string, string>): VitestReport["testResults"][number] {
  const assertionResults = Object.entries(tests).map(([fullName, status]) => ({ fullName, status }));
  return { name: `/home/someone/repository/${path}`, status: "passed", assertionResults };
}
