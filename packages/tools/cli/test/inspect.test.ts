import { createServer } from "node:net";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { busy, crowd, philosophers, spinning } from "./programs.ts";
import { cli, start } from "./target.ts";

const TASK = /^TASK +STATE +WAITS FOR +AT$/m;

test("ps lists the tasks of a running process, what they wait for and where, and names a deadlock", async () => {
  const pid = await start(philosophers);
  const { code, err, out } = await cli(["ps", pid]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(TASK);
  expect(out).toMatch(/^Task-1 +waiting +<GatherFuture pending> +/m);
  expect(out).toMatch(/^philosopher 0 +waiting +<Lock \[locked, waiters:1\]>, h/m);
  expect(out).toMatch(/^Deadlock: (?:philosopher \d waits for <Lock \[locked, waiters:1\]>, held by philosopher \d[;.] ?){3}$/m);
  const widths = out.split("\n").map((line) => (line.startsWith("Deadlock") ? 0 : line.length));
  expect(Math.max(...widths)).toBeLessThanOrEqual(100);
});

test("the inspector is closed again, so that a second look finds the process as before", async () => {
  const pid = await start(philosophers);
  await cli(["ps", pid]);
  const { code, out } = await cli(["pstree", pid]);
  expect(code).toBe(0);
  expect(out).toContain("Task-1  waits for <GatherFuture pending>");
  const server = createServer().listen(9229, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
});

test("pstree shows below each task the tasks that it awaits, with --stacks all their calls", async () => {
  const pid = await start(philosophers);
  const { out } = await cli(["pstree", pid]);
  expect(
    out
      .split("\n")
      .slice(0, 4)
      .map((line) => line.slice(0, 18).trimEnd()),
  ).toEqual(["Task-1  waits for", "├─ philosopher 0", "├─ philosopher 1", "└─ philosopher 2"]);
  const stacks = await cli(["pstree", pid, "--stacks"]);
  expect(stacks.out).toMatch(/^│ {3}at main \(/m);
  expect(stacks.out).toMatch(/^ {7}at philosopher \(/m);
});

test("--json prints everything, with circles as ids", async () => {
  const pid = await start(philosophers);
  const { out } = await cli(["ps", pid, "--json"]);
  const snapshot = JSON.parse(out);
  expect(snapshot).toMatchObject({ pid, node: process.version, loops: [{ isRunning: true, tasks: 4 }] });
  const [main, first] = snapshot.tasks;
  expect(main).toMatchObject({ name: "Task-1", state: "waiting", awaitedBy: [] });
  expect(first).toMatchObject({ name: "philosopher 0", awaitedBy: [0], waitsFor: { holder: 2, task: null } });
  expect(first.stack[0]).toMatch(/^philosopher \(/);
  expect(snapshot.cycles.map((cycle: number[]) => [...cycle].sort((a, b) => a - b))).toEqual([[1, 2, 3]]);
});

test("a task that spins in an endless loop is seen running, with its line", async () => {
  const pid = await start(spinning);
  const { code, out } = await cli(["ps", pid]);
  expect(code).toBe(0);
  expect(out).toMatch(/^spinner +running +hot \(/m);
  expect(out).toMatch(/^sleeper +waiting +sleep, [\d,]+ ms left/m);
  const again = await cli(["ps", pid]);
  expect(again.code).toBe(0);
});

test("top shows the busiest task first, with its steps, and removes its instrument", async () => {
  const pid = await start(busy);
  const { code, out } = await cli(["top", pid, "--count", 2, "--interval", 300]);
  expect(code).toBe(0);
  const [first, second] = out.split(/^process \d+, Node .*: 3 tasks.*\n\n/m).slice(1);
  for (const look of [first, second]) {
    expect(look).toMatch(/^TASK +BUSY +STEPS\/S +STATE/);
    expect(look!.split("\n")[1]).toMatch(/^busy +\d+\.\d % +[1-9]\d* +/);
  }
  expect(first).toMatch(/^stubborn +0\.0 % +0 +waiting, cancelling/m);
  const lines = (await cli(["top", pid, "--count", 1, "--interval", 50, "--json"])).out.trim().split("\n");
  expect(JSON.parse(lines[0]!).tasks[0]).toMatchObject({ name: "busy" });
});

test("a tree of 10,000 tasks is whole", async () => {
  const pid = await start(crowd);
  const { out } = await cli(["pstree", pid]);
  expect(out.trim().split("\n")).toHaveLength(10_001);
  const table = await cli(["ps", pid, "--limit", 10]);
  expect(table.out).toMatch(/… and 9,991 more tasks/);
});

test("a process whose inspector is open already keeps it", async () => {
  const pid = await start(philosophers, ["--inspect=127.0.0.1:9357"]);
  const { code, out } = await cli(["ps", pid]);
  expect(code).toBe(0);
  expect(out).toMatch(/^philosopher 0 /m);
  expect((await fetch("http://127.0.0.1:9357/json/version")).ok).toBe(true);
});

test("a process without a loop, or without the library, is an error", async () => {
  const without = await start('console.log("up"); setInterval(() => {}, 1000);');
  expect(await cli(["ps", without])).toEqual({ code: 1, out: "", err: `Process ${without} does not use asyncio-ts in its main thread.\n` });
  const closed = await start(
    'import { run, sleep } from "asyncio-ts"; await run(sleep(1)); console.log("up"); setInterval(() => {}, 1000);',
  );
  expect(await cli(["ps", closed])).toEqual({ code: 1, out: "", err: `Process ${closed} has no open loop.\n` });
});

test("a process that handles SIGUSR1 itself is an error, and gets the signal once", async () => {
  const pid = await start('process.on("SIGUSR1", () => {}); console.log("up"); setInterval(() => {}, 1000);');
  const { code, err } = await cli(["ps", pid, "--timeout", 500]);
  expect(code).toBe(1);
  expect(err).toContain(`Process ${pid} has not opened its inspector within 500 ms. Either it handles SIGUSR1 itself`);
});

test("no such process, and no process id, are errors", async () => {
  expect(await cli(["ps", 99_999_999])).toEqual({ code: 1, out: "", err: "There is no process 99999999.\n" });
  const { code, err } = await cli(["ps", "main.js"]);
  expect(code).toBe(1);
  expect(err).toContain("a process id was expected, a positive integer");
});

// Windows does not tell which program a process runs.
test.skipIf(process.platform === "win32")("a process that is not Node is an error, and does not get the signal", async () => {
  const { spawn } = await import("node:child_process");
  const other = spawn("sleep", ["60"]);
  onTestFinished(() => void other.kill());
  await once(other, "spawn");
  const { code, err } = await cli(["ps", other.pid!]);
  expect(code).toBe(1);
  expect(err).toContain(`Process ${other.pid} runs sleep, not Node.`);
  expect(other.signalCode).toBeNull();
});

// Needs another user.
test.runIf(process.getuid?.() === 0)("a process of another user is an error", async () => {
  const pid = await start(philosophers);
  const { code, err } = await cli(["ps", pid], { uid: 65_534 });
  expect(code).toBe(1);
  expect(err).toContain(`No permission to inspect process ${pid}`);
});
