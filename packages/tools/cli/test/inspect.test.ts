import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { blocked, busy, crowd, held, names, philosophers, spinning } from "./programs.ts";
import { cli, main, start } from "./target.ts";

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
  await expectPortFree();
});

async function expectPortFree(): Promise<void> {
  const server = createServer().listen(9229, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
}

test("the inspector is closed again if the reader of top's output closes it, or a signal ends top", async () => {
  const pid = await start(philosophers);
  const begin = () => spawn(process.execPath, [main, "top", String(pid), "--interval", "50"], { stdio: ["ignore", "pipe", "inherit"] });
  const read = begin();
  await once(read.stdout, "data");
  read.stdout.destroy();
  expect(await once(read, "close")).toEqual([1, null]);
  const ended = begin();
  await once(ended.stdout, "data");
  ended.kill("SIGTERM");
  expect(await once(ended, "close")).toEqual([143, null]);
  await expectPortFree();
});

test("the inspector stays closed when a task that was seen in a loop comes to its end", async () => {
  const folder = await mkdtemp(join(tmpdir(), "asyncio-ts-cli-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "end");
  const program = `
    import { existsSync } from "node:fs";
    import { url } from "node:inspector";
    import { run, sleep } from "asyncio-ts";
    await run(function* main() {
      console.log("up");
      while (!existsSync(${JSON.stringify(file)}));
      yield* sleep(50);
      console.log(url() ?? "closed");
    });
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: new URL(".", import.meta.url),
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  expect((await cli(["ps", child.pid!])).out).toMatch(/^Task-1 +running/m);
  const [line] = await Promise.all([once(child.stdout, "data"), writeFile(file, "")]);
  expect(String(line)).toBe("closed\n");
});

test("control sequences, line breaks and wide characters in names leave the lines whole", async () => {
  const pid = await start(names);
  for (const command of ["ps", "pstree"]) {
    const { out } = await cli([command, pid], { env: { COLUMNS: "60" } });
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(command === "ps" ? 6 : 5);
    expect(out).not.toContain("\u001b");
    expect(out).toMatch(/^red .*two lines /ms);
    expect(out).not.toContain("\uFFFD");
    const columns = (line: string) => Array.from(line).reduce((sum, character) => sum + (/[長い名前😀]/u.test(character) ? 2 : 1), 0);
    expect(Math.max(...lines.map(columns))).toBeLessThanOrEqual(60);
  }
});

test("the place of a task is in the program, not in the library", async () => {
  const pid = await start(names);
  const { out } = await cli(["ps", pid]);
  expect(out).toMatch(/^red .*member \(.*:\d+:\d+\)$/m);
});

test("of many circles the first ten are listed", async () => {
  const pid = await start(held);
  const { out } = await cli(["ps", pid]);
  expect(out.match(/^Deadlock: /gm)).toHaveLength(10);
  expect(out).toMatch(/^… and 10 more circles: ps --json lists all$/m);
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
  const { out: look } = await cli(["top", pid, "--count", 1, "--interval", 50]);
  expect(look.split("\n")).toHaveLength(24);
});

test("a process whose inspector is open already keeps it", async () => {
  const pid = await start(philosophers, ["--inspect=127.0.0.1:9357"]);
  const { code, out } = await cli(["ps", pid]);
  expect(code).toBe(0);
  expect(out).toMatch(/^philosopher 0 /m);
  expect((await fetch("http://127.0.0.1:9357/json/version")).ok).toBe(true);
});

test("an inspector that NODE_OPTIONS or the program opened is found, and stays open", async () => {
  const option = await start(philosophers, [], { NODE_OPTIONS: "--inspect=127.0.0.1:9358" });
  expect((await cli(["ps", option])).out).toMatch(/^philosopher 0 /m);
  expect((await fetch("http://127.0.0.1:9358/json/version")).ok).toBe(true);
  const opened = await start(`import inspector from "node:inspector"; inspector.open(9359, "127.0.0.1"); ${philosophers}`);
  expect((await cli(["ps", opened, "--timeout", 2000])).out).toMatch(/^philosopher 0 /m);
  expect((await fetch("http://127.0.0.1:9359/json/version")).ok).toBe(true);
});

// Only Linux tells that a process is stopped.
test.runIf(process.platform === "linux")("a process that is stopped, or blocked in a native call, is an error", async () => {
  const stopped = await start(philosophers);
  process.kill(stopped, "SIGSTOP");
  expect(await cli(["ps", stopped])).toEqual({
    code: 1,
    out: "",
    err: `Process ${stopped} is stopped. Continue it first: kill -CONT ${stopped}\n`,
  });
  process.kill(stopped, "SIGCONT");
  const native = await start(blocked, ["--inspect=127.0.0.1:9360"]);
  const { code, err } = await cli(["ps", native, "--timeout", 500]);
  expect({ code, err }).toEqual({
    code: 1,
    err: `Process ${native} has not answered within 500 ms: a native call blocks its main thread.\n`,
  });
});

test("a process without a loop, or without the library, is an error", async () => {
  const without = await start('console.log("up"); setInterval(() => {}, 1000);');
  expect(await cli(["ps", without])).toEqual({ code: 1, out: "", err: `Process ${without} does not use asyncio-ts in its main thread.\n` });
  const closed = await start(
    'import { run, sleep } from "asyncio-ts"; await run(sleep(1)); console.log("up"); setInterval(() => {}, 1000);',
  );
  expect(await cli(["ps", closed])).toEqual({ code: 1, out: "", err: `Process ${closed} has no open loop in its main thread.\n` });
});

test("a process that handles SIGUSR1 itself is an error, and gets the signal once", async () => {
  const pid = await start('process.on("SIGUSR1", () => {}); console.log("up"); setInterval(() => {}, 1000);');
  const { code, err } = await cli(["ps", pid, "--timeout", 500]);
  expect(code).toBe(1);
  expect(err).toContain(`Process ${pid} has not opened its inspector within 500 ms. Either it handles SIGUSR1 itself`);
});

test("no such process, and no process id, are errors", async () => {
  expect(await cli(["ps", 99_999_999])).toEqual({ code: 1, out: "", err: "There is no process 99999999.\n" });
  for (const text of ["main.js", "0", "1.5", "99999999999"]) {
    const { code, err } = await cli(["ps", text]);
    expect(code).toBe(1);
    expect(err).toContain("a process id was expected, a positive integer");
  }
});

// The programs of other systems cannot all be copied and run.
test.runIf(process.platform === "linux")("a process that is not Node is an error, and does not get the signal", async () => {
  const folder = await mkdtemp(join(tmpdir(), "asyncio-ts-cli-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await copyFile("/bin/sleep", join(folder, "node_exporter"));
  for (const name of ["/bin/sleep", join(folder, "node_exporter")]) {
    const other = spawn(name, ["60"]);
    onTestFinished(() => void other.kill());
    await once(other, "spawn");
    const { code, err } = await cli(["ps", other.pid!]);
    expect(code).toBe(1);
    expect(err).toContain(`Process ${other.pid} runs ${name.split("/").at(-1)}, not Node.`);
    expect(other.signalCode).toBeNull();
  }
});

// Needs another user.
test.runIf(process.getuid?.() === 0)("a process of another user is an error", async () => {
  const pid = await start(philosophers);
  const { code, err } = await cli(["ps", pid], { uid: 65_534 });
  expect(code).toBe(1);
  expect(err).toContain(`No permission to inspect process ${pid}`);
});
