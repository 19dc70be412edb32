import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Runs steps that are shell scripts, and returns their outcome. */
function outcome(...scripts: string[]): { status: number | null; lines: string[] } {
  const steps = scripts.map((script, index) => ({ name: `step ${index + 1}`, program: ["sh", "-c", script] }));
  const code = `import { runSteps } from "./steps.mjs"; await runSteps(${JSON.stringify(steps)});`;
  const node = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: join(import.meta.dirname, "../commands"),
    encoding: "utf8",
  });
  return { status: node.status, lines: node.stdout.trimEnd().split("\n") };
}

test("runSteps() closes with the sum of the last closing lines of its steps", () => {
  const { status, lines } = outcome("echo 1 passed, 9 failed; echo 3 passed, 0 failed, 2 skipped; echo bye", "echo '4 passed, 0 failed'");
  expect(lines).toContain("bye");
  expect(lines).toContainEqual(expect.stringMatching(/^✓ step 1: 3 passed, 0 failed, 2 skipped \(\d+ s\)$/));
  expect(lines.at(-1)).toBe("7 passed, 0 failed, 2 skipped");
  expect(status).toBe(0);
});

test.each([
  ["fails a check", "echo '1 passed, 2 failed'; exit 1", "3 passed, 2 failed"],
  ["fails without a failed check", "echo '1 passed, 0 failed'; exit 3", "3 passed, 1 failed"],
  ["counts nothing", "echo fine", "2 passed, 1 failed"],
  ["is no program", "no-such-program", "2 passed, 1 failed"],
  ["is killed", "echo '1 passed, 0 failed'; kill -9 $$", "3 passed, 1 failed"],
])("a step that %s counts as a failure, and the next step runs", (_, script, sum) => {
  const { status, lines } = outcome(script, "echo '2 passed, 0 failed'");
  expect(lines.at(-1)).toBe(sum);
  expect(status).toBe(1);
});

test("the lines about failures of a long step are repeated before the sum", () => {
  const script = "seq 1000; echo ' FAIL  a.test.ts > adds'; echo 'expected 1 to be 2'; seq 1001 2000; echo '5 passed, 1 failed'; exit 1";
  const { lines } = outcome(script, "echo '2 passed, 0 failed'");
  const repeated = lines.slice(lines.indexOf("» step 1 failed:"));
  expect(repeated).toContain("expected 1 to be 2");
  expect(repeated).not.toContain("1000");
  expect(repeated.at(-1)).toBe("7 passed, 1 failed");
});
