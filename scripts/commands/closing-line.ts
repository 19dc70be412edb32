import type { Reporter, TestModule } from "vitest/node";
import { closing } from "./steps.mjs";

/** Closes a run of vitest with the line that `runSteps` reads. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const sum = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()].map((test) => test.result().state);
      for (const state of tests) sum[state === "passed" || state === "failed" ? state : "skipped"]++;
      if (!module.ok() && !tests.includes("failed")) sum.failed++;
    }
    console.log(closing(sum));
  }
}
