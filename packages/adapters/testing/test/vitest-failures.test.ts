// @skip-on Bun, Deno, Chromium: The file runs vitest in a process of Node.
import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";

/** The messages of the failed tests of failing/failing.ts, by title. */
const messages = new Map<string, string>();

beforeAll(async () => {
  const root = fileURLToPath(new URL("failing", import.meta.url));
  const report = join(tmpdir(), `asyncio-ts-failing-${process.pid}.json`);
  const vitest = fileURLToPath(new URL("vitest.mjs", import.meta.resolve("vitest/package.json")));
  const args = [vitest, "run", "--root", root, "--reporter=json", `--outputFile=${report}`, "failing.ts"];
  await new Promise<void>((resolve) => execFile(process.execPath, args, { timeout: 60_000 }, () => resolve()));
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  rmSync(report);
  for (const { title, status, failureMessages } of testResults[0].assertionResults)
    messages.set(title, `${status}: ${failureMessages.join("\n")}`);
}, 90_000);

test.each<[string, string | RegExp]>([
  ["deadlock", /Deadlock: every task waits, and nothing can wake one\n {2}Task-1 waits for <Future pending>\n {4}at .*failing\.ts:\d+/],
  ["lost exception", "Task exception was never retrieved: Error: nothing looks"],
  ["lost exception on the host", "Task exception was never retrieved: Error: nothing looks"],
  ["never awaited", "coroutine 'save' was never awaited"],
  [
    "left running",
    /a task is still running at the end of the test; await or cancel it, or use a taskGroup:\n {2}heartbeat waits for <SleepTimer pending>/,
  ],
  ["host work held", "work of the host is still going on at the end of the test: upload"],
  ["no coroutine", "test: a coroutine function was expected, got a function that returned 5; import test from vitest for others"],
  ["awaits a promise", "Use a HostVirtualLoop"],
  [
    "race",
    /explore: schedule \d+ fails: Error: expected 2, got 1[^]*the clock reached 20 ms before[^]*replay\(program, "f-\w+"\) repeats it/,
  ],
  ["task toBe", /expected <Task pending name='Task-2'> to be 1/],
  ["task toEqual", /to deeply equal/],
  ["fixture without use", "test.extend: the fixture silent returned without a call of `yield* use(value)`"],
  ["body and hook", /Error: the body[^]*Error: the hook/],
  [
    "plain test with a coroutine hook",
    "a test of @asyncio-ts/testing/vitest was expected, because a coroutine hook runs on its loop; got a test of vitest",
  ],
])("a test fails and says why: %s", (title, message) => {
  expect(messages.get(title)).toMatch(/^failed: /);
  expect(messages.get(title)).toMatch(message);
});
