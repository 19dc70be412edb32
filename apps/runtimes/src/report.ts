import { SUITES } from "./suites.ts";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The counts of each suite on one runtime, in the order of the suites. */
export type Report = readonly Counts[];

/** The used part of vitest's JSON report. */
export interface VitestReport {
  readonly testResults: readonly {
    /** The file's path. */
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Counts each suite's tests. A suite without tests counts as one failure, and so does a file that failed although none of its tests did. */
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

/** Counts the tests of excluded files, which only the reference has, as skipped. */
export function withLeftOut(report: Report, reference: Report): Report {
  return report.map(({ passed, failed, skipped }, suite) => {
    const all = reference[suite]!;
    return { passed, failed, skipped: Math.max(skipped, all.passed + all.failed + all.skipped - passed - failed) };
  });
}
