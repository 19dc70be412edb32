import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

/** The most lines that are repeated of the first failures of a program, and of its end. */
const LINES = 60;

/**
 * Runs programs one after another, even after one fails, and prints the sum of their counts at the end.
 *
 * The lines about failures are repeated before the sum.
 *
 * A program prints its counts as `N passed, N failed` on a line of its own. The last such line counts. A program that fails without
 * counting a failure, or that prints no counts, counts as one failure.
 *
 * @param {{ name: string, program: string[] }[]} steps
 */
export async function runSteps(steps) {
  const results = [];
  for (const [index, { name, program }] of steps.entries()) {
    console.log(`» ${index + 1}/${steps.length} ${name}: ${program.join(" ")}`);
    const start = Date.now();
    results.push({ name, ...(await outcome(program)), seconds: Math.round((Date.now() - start) / 1000) });
  }
  // The output may be long, and the record of a run may keep only its end.
  for (const { name, failures } of results) if (failures) console.log(`\n» ${name} failed:\n${failures}`);
  console.log();
  for (const { name, seconds, ...counts } of results) {
    console.log(`${counts.failed === 0 ? "✓" : "✗"} ${name}: ${closing(counts)} (${seconds} s)`);
  }
  const total = (key) => results.reduce((sum, counts) => sum + counts[key], 0);
  const sum = { passed: total("passed"), failed: total("failed"), skipped: total("skipped") };
  console.log(`\n${closing(sum)}`);
  process.exitCode = sum.failed === 0 ? 0 : 1;
}

/** Returns the closing line of a command. */
export function closing({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`;
}

async function outcome([command, ...args]) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (data) => {
    process.stdout.write(data);
    output += data;
  });
  const succeeded = await new Promise((resolve) => {
    child.on("error", (error) => {
      console.log(String(error));
      resolve(false);
    });
    child.on("close", (status) => resolve(status === 0));
  });
  const counts = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1);
  const [passed, failed, skipped] = counts ? counts.slice(1).map((count) => Number(count ?? 0)) : [0, 0, 0];
  const sum = { passed, failed: succeeded && counts ? failed : Math.max(failed, 1), skipped };
  return { ...sum, failures: sum.failed > 0 && failuresIn(output) };
}

/** Returns the first lines about failures, and the last lines. */
function failuresIn(output) {
  const lines = stripVTControlCharacters(output).split("\n");
  const isFailure = [/^ *FAIL /, /^✗ /].find((sign) => lines.some((line) => sign.test(line)));
  const first = isFailure ? lines.findIndex((line) => isFailure.test(line)) : lines.length;
  const rest = lines.slice(Math.max(first + LINES, lines.length - LINES));
  return [...lines.slice(first, first + LINES), ...(rest.length < LINES ? [] : ["…"]), ...rest].join("\n");
}
