// `npm test`: installs what is missing, builds, checks and tests what has changed, and closes with the sum of all tests.
// The closing line comes in any case; a task that failed without a failed test to show for it counts as one failure.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { closing } from "./steps.mjs";

const tasks = [
  "build",
  "typecheck",
  "lint",
  "lint:format",
  "lint:workspace",
  "lint:floors",
  "lint:tables",
  "lint:api",
  "lint:changesets",
  "lint:package",
  "test",
];
process.env.TURBO_TELEMETRY_DISABLED = "1";
const sum = { passed: 0, failed: 0, skipped: 0 };
process.on("uncaughtException", (error) => close(error));

console.log("» Installing packages …");
if (!run("pnpm", ["install", "--frozen-lockfile"])) {
  close("the installation failed");
}

console.log("» Building, checking and testing what has changed …");
const summaries = ".turbo/runs";
rmSync(summaries, { recursive: true, force: true });
const passed = run("pnpm", ["exec", "turbo", "run", ...tasks, "--continue=dependencies-successful", "--summarize"]);

const summary = existsSync(summaries) && readdirSync(summaries).at(-1);
if (!summary) {
  close("turbo ran nothing");
}
for (const task of JSON.parse(readFileSync(`${summaries}/${summary}`, "utf8")).tasks) {
  const failed = task.execution?.exitCode !== 0;
  const counts = task.task === "test" ? testCounts(task) : { passed: 0, failed: 0, skipped: 0 };
  if (failed && counts.failed === 0) counts.failed = 1;
  for (const key in sum) sum[key] += counts[key];
  if (counts.failed > 0) console.log(`✗ ${task.taskId}`);
}
close(!passed && sum.failed === 0 && "turbo failed");

/** What a test task's vitest reported; nothing where its report is missing or of an earlier run. */
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

function run(command, args) {
  return spawnSync(command, args, { stdio: "inherit" }).status === 0;
}

function close(problem) {
  if (problem) {
    sum.failed++;
    console.log(`✗ ${problem}`);
  }
  console.log(`\n${closing(sum)}`);
  process.exit(sum.failed === 0 ? 0 : 1);
}
