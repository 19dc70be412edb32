import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { child } from "@asyncio-ts/test-helpers/child";
import { expect, onTestFinished, test } from "vitest";

/** Returns the path of a history, in a folder that is removed after the test. */
async function historyFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "asyncio-ts-repl-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, "history");
}

test("Ctrl-C cancels the line under way, and the session goes on with its tasks and its history", async () => {
  const history = await historyFile();
  // In a process of its own, because a REPL sets globals.
  const { code, out } = await child(`
    import { PassThrough } from "node:stream";
    import { startRepl } from ${JSON.stringify(new URL("../dist/repl.js", import.meta.url).href)};
    const input = new PassThrough();
    const output = new PassThrough();
    let text = "";
    output.on("data", (data) => (text += data));
    const until = async (part) => {
      while (!text.includes(part)) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const ended = startRepl({ input, output, terminal: true, history: ${JSON.stringify(history)} });
    await until("> ");
    input.write("void createTask(sleep(1e6), { name: 'keeper' })\\n");
    input.write("try { globalThis.begun = true; yield* sleep(1e6) } finally { console.error('clean' + '-up') }\\n");
    while (globalThis.begun !== true) await new Promise((resolve) => setTimeout(resolve, 5));
    input.write("\\x03");
    await until("cancelled");
    input.write("'still ' + 'here'\\n");
    await until("still here");
    input.write(":tasks\\n");
    await until("keeper  waits in");
    input.write("\\x1b[A\\x1b[A\\n");
    await new Promise((resolve) => setTimeout(resolve, 50));
    input.write("\\x04");
    console.log("exit code", await ended);
  `);
  expect(out.trim()).toBe("exit code 0");
  expect(code).toBe(0);
  expect(await readFile(history, "utf8")).toContain("'still ' + 'here'");
});

/** Runs a REPL in a terminal. Each pair is a text to type, and the text to wait for. Returns all that it prints, without escapes. */
async function terminal(...steps: [typed: string, until: string][]): Promise<string> {
  const history = await historyFile();
  const { code, out } = await child(`
    import { PassThrough } from "node:stream";
    import { startRepl } from ${JSON.stringify(new URL("../dist/repl.js", import.meta.url).href)};
    const input = new PassThrough();
    const output = new PassThrough();
    // A terminal that is not raw makes a signal of Ctrl-C, also while this thread is blocked.
    globalThis.modes = [];
    input.setRawMode = (isRaw) => modes.push(isRaw ? "raw" : "cooked");
    let text = "";
    output.on("data", (data) => (text += data));
    const ended = startRepl({ input, output, terminal: true, history: ${JSON.stringify(history)} });
    for (const [typed, until] of ${JSON.stringify(steps)}) {
      input.write(typed);
      while (!text.includes(until)) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    input.write("\\x04");
    await ended;
    process.stdout.write(text.replaceAll(/\\x1b\\[[0-9;]*[A-Za-z]/g, ""));
  `);
  expect(code).toBe(0);
  return out;
}

test("lines that are pasted into a terminal, or typed while a line runs, are evaluated one after another", async () => {
  const out = await terminal([
    "function* f() {\r\n  yield* sleep(1);\r\n  return 'first';\r\n}\r\nyield* f()\r\nconst x = yield* sleep(5, 'sec')\rx + 'ond'\n",
    "'second'",
  ]);
  const lines = out.split(/\r?\n/).slice(1);
  expect(lines.filter((line) => !/^(?:\.\.\.|\|)/.test(line))).toEqual([
    "> function* f() {",
    "> yield* f()",
    "'first'",
    "> const x = yield* sleep(5, 'sec')",
    "> x + 'ond'",
    "'second'",
    "> ",
    "",
  ]);
});

test("Ctrl-C while a line waits drops the lines that were typed after it", async () => {
  const out = await terminal(["yield* sleep(1e6)\r1 + 1\r\x03'go' + 'es on'\r", "'goes on'"]);
  expect(out).toContain("cancelled");
  expect(out).not.toContain("1 + 1");
});

test("a terminal is raw again after each step of a line", async () => {
  const out = await terminal(["modes.push('step'); yield* sleep(5); modes.push('step'); modes.join(' ')\r", "cooked step'"]);
  expect(out).toMatch(/raw cooked step raw cooked step'/);
});
