// `npm test`: installs missing packages, builds, checks and tests changed packages, and closes with the sum of all tests.
// The closing line is printed in any case. A task that failed although none of its tests did counts as one failure.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { install, runTasks } from "./preparation.mjs";
import { closing } from "./steps.mjs";

const tasks = [
  "build",
  "typecheck",
  "lint",
  "lint:coroutines",
  "lint:format",
  "lint:workspace",
  "lint:tables",
  "lint:messages",
  "lint:api",
  "lint:changesets",
  "lint:package",
  "test",
];
const sum = { passed: 0, failed: 0, skipped: 0 };
process.on("uncaughtException", (error) => close(error));

// The binaries of the other runtimes are for `npm run check:release`.
const problem = install("--filter", "!runtime-binaries");
if (problem) close(problem);

const summaries = ".turbo/runs";
rmSync(summaries, { recursive: true, force: true });
const output = await runTasks("Building, checking and testing changed packages", [
  ...tasks,
  "--continue=dependencies-successful",
  "--summarize",
]);
const summary = existsSync(summaries) && readdirSync(summaries).at(-1);
if (!summary) close(output ?? "turbo wrote no summary");

const reports = [];
for (const task of JSON.parse(readFileSync(`${summaries}/${summary}`, "utf8")).tasks) {
  const report = task.task === "test" ? reportOf(task) : undefined;
  if (report) reports.push(reportFile(task));
  const counts = report ? countsOf(report) : { passed: 0, failed: task.task === "test" ? 1 : 0, skipped: 0 };
  if (task.execution?.exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  for (const key in sum) sum[key] += counts[key];
  if (counts.failed > 0) console.log(`\n✗ ${task.taskId}${task.execution ? `\n\n${logOf(task)}` : ": did not run"}`);
}
// In a process of its own: at the first run, this one has the machine's Node, which may not run TypeScript.
spawnSync("node", ["scripts/checks/skip-reasons.ts", ...reports], { stdio: "inherit" });
close(sum.failed === 0 && output);

/** Returns the report of a test task; undefined if it is missing or of an earlier run. */
function reportOf(task) {
  const { execution, cache } = task;
  const file = reportFile(task);
  const report = existsSync(file) && JSON.parse(readFileSync(file, "utf8"));
  return report && (cache.status === "HIT" || report.startTime >= execution?.startTime) ? report : undefined;
}

function reportFile({ directory }) {
  return `${directory}/.reports/vitest.json`;
}

function countsOf({ testResults, numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
  const crashed = testResults.filter(
    (suite) => suite.status === "failed" && !suite.assertionResults.some((test) => test.status === "failed"),
  );
  return { passed: numPassedTests, failed: numFailedTests + crashed.length, skipped: numPendingTests + numTodoTests };
}

function logOf({ logFile }) {
  const log = existsSync(logFile) ? readFileSync(logFile, "utf8") : "It has no output.";
  // The warning of each suite with type tests.
  return log.replace(/^.*Testing types with tsc .*\n.*\n/m, "");
}

function close(failure) {
  if (failure) {
    sum.failed++;
    console.log(`✗ ${failure}`);
  }
  console.log(`\n${closing(sum)}`);
  process.exit(sum.failed === 0 ? 0 : 1);
}
