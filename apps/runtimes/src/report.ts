import { SUITES } from "./suites.ts";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What of each suite, in their order, passed on a runtime. */
export type Report = readonly Counts[];

/** What is used of vitest's JSON report. */
export interface VitestReport {
  readonly testResults: readonly {
    /** The file's path. */
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Counts each suite's tests. A suite that none were found of has failed, as has each file without a failed test that failed. */
export function reportOf(vitest: VitestReport): Report {
  return Object.values(SUITES).map((folder) => {
    const files = vitest.testResults.filter(({ name }) => name.includes(`/${folder}/test/`));
    const statuses = files.flatMap(({ status, assertionResults }) => {
      const found = assertionResults.map((test) => test.status);
      return status === "failed" && !found.includes("failed") ? [...found, "failed"] : found;
    });
    const count = (status: string) => statuses.filter((each) => each === status).length;
    const [passed, failed] = [count("passed"), count("failed")];
    return { passed, failed: passed + failed === 0 ? 1 : failed, skipped: statuses.length - passed - failed };
  });
}

/** Counts as skipped, too, the tests of files that were left out altogether, which the reference has. */
export function withLeftOut(report: Report, reference: Report): Report {
  return report.map(({ passed, failed, skipped }, suite) => {
    const all = reference[suite]!;
    return { passed, failed, skipped: Math.max(skipped, all.passed + all.failed + all.skipped - passed - failed) };
  });
}
