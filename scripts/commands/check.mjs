// `npm test`: installs missing packages, builds, checks and tests changed packages, and closes with the sum of all tests.
// The closing line is printed in any case. A task that failed although none of its tests did counts as one failure.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { prepare } from "./preparation.mjs";
import { closing } from "./steps.mjs";

const tasks = [
  "build",
  "typecheck",
  "lint",
  "lint:format",
  "lint:workspace",
  "lint:tables",
  "lint:api",
  "lint:changesets",
  "lint:package",
  "test",
];
const sum = { passed: 0, failed: 0, skipped: 0 };
process.on("uncaughtException", (error) => close(error));

const summaries = ".turbo/runs";
rmSync(summaries, { recursive: true, force: true });
const problem = prepare("Building, checking and testing changed packages", [...tasks, "--continue=dependencies-successful", "--summarize"]);

const summary = existsSync(summaries) && readdirSync(summaries).at(-1);
if (!summary) close(problem ?? "turbo wrote no summary");
for (const task of JSON.parse(readFileSync(`${summaries}/${summary}`, "utf8")).tasks) {
  const failed = task.execution?.exitCode !== 0;
  const counts = task.task === "test" ? testCounts(task) : { passed: 0, failed: 0, skipped: 0 };
  if (failed && counts.failed === 0) counts.failed = 1;
  for (const key in sum) sum[key] += counts[key];
  if (counts.failed > 0) console.log(`✗ ${task.taskId}`);
}
close(sum.failed === 0 && problem);

/** Returns the counts of vitest's report of a test task; one failure if the report is missing or of an earlier run. */
function testCounts({ directory, execution, cache }) {
  const file = `${directory}/.reports/vitest.json`;
  const report = existsSync(file) && JSON.parse(readFileSync(file, "utf8"));
  if (!report || (cache.status === "MISS" && report.startTime < execution.startTime)) {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const crashed = report.testResults.filter(
    (suite) => suite.status === "failed" && !suite.assertionResults.some((test) => test.status === "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + crashed.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function close(failure) {
  if (failure) {
    sum.failed++;
    console.log(`✗ ${failure}`);
  }
  console.log(`\n${closing(sum)}`);
  process.exit(sum.failed === 0 ? 0 : 1);
}
