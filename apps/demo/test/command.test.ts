import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { programs, recorded } from "../src/gallery.ts";

const home = fileURLToPath(new URL("../", import.meta.url));

const { FORCE_COLOR: _, ...env } = process.env;

interface Ended {
  status: number | string | null | undefined;
  stdout: string;
  stderr: string;
}

/** Runs the built command to its end, its output in a pipe; 20 s are for a machine that is busy. */
function demo(folder: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [`${folder}/dist/main.js`, ...args], { timeout: 20_000, env }, (error, stdout, stderr) => {
      resolve({ status: error ? error.code : 0, stdout, stderr });
    });
  });
}

/** A copy of the built package in which a recording says something else. */
async function tampered(name: string, replace: [what: string, by: string]): Promise<string> {
  const folder = await mkdtemp(`${home}node_modules/tampered-`);
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const part of ["package.json", "dist", "recordings"]) {
    await cp(`${home}${part}`, `${folder}/${part}`, { recursive: true });
  }
  const file = `${folder}/recordings/${name}.json`;
  await writeFile(file, (await readFile(file, "utf8")).replace(...replace));
  return folder;
}

test("--list names every program", async () => {
  const { status, stdout } = await demo(home, "--list");
  expect(status).toBe(0);
  for (const { name, caption } of programs) expect(stdout).toMatch(new RegExp(`^  ${name} +${caption}$`, "m"));
});

test("a name plays that program alone, below its text", async () => {
  const { status, stdout, stderr } = await demo(home, "hello-goodbye", "--fast");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("yield* sleep(1000);");
  expect(stdout).toMatch(/0\.0 s {2}Hello, World!\n.*1\.0 s {2}Goodbye!\n/);
  expect(stdout).not.toContain("hello-again");
  expect(stdout, "no colours in a pipe").not.toContain("\u001b");
});

test.each([[], ["--real"]])("without virtual time it waits, and then ends by itself: %s", async (...speed) => {
  const { status, stdout, stderr } = await demo(home, "numbers-letters", ...speed);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("Finished");
});

test("all of them play and end by themselves", async () => {
  const { status, stdout, stderr } = await demo(home, "--fast");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  for (const { name } of programs) expect(stdout).toContain(`  ${name}  `);
});

test("it leaves quietly when whoever reads its output leaves", async () => {
  const playing = spawn(process.execPath, [`${home}dist/main.js`, "--fast"], { env });
  playing.stdout.once("data", () => playing.stdout.destroy());
  let stderr = "";
  playing.stderr.on("data", (text) => (stderr += text));
  const [status] = await once(playing, "close");
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
});

test("a name that it does not have is an error that says which it has", async () => {
  const { status, stdout, stderr } = await demo(home, "goodbye-hello");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain('There is no program "goodbye-hello"');
  for (const { name } of programs) expect(stderr).toContain(name);
});

test("--fast --check says a line a program, and that all is the same", async () => {
  const { status, stdout } = await demo(home, "--fast", "--check");
  expect(status).toBe(0);
  for (const { name } of recorded) expect(stdout).toMatch(new RegExp(`  ${name} +\\d+ lines? `, "m"));
  expect(stdout).toContain(`${recorded.length} of ${recorded.length} programs print what CPython 3.14`);
});

test("--check of a live program is an error", async () => {
  const { status, stderr } = await demo(home, "--check", "live-fetch");
  expect(status).toBe(1);
  expect(stderr).toContain('"live-fetch" is live');
});

test("--check fails on a recording that says something else", async () => {
  const folder = await tampered("hello-goodbye", ["Goodbye!", "Farewell!"]);
  const { status, stdout } = await demo(folder, "--check");
  expect(status).toBe(1);
  expect(stdout).toContain("CPython  1.000 s  Farewell!");
  expect(stdout).toContain("here     1.000 s  Goodbye!");
  expect(stdout).toContain(`${recorded.length - 1} of ${recorded.length} programs print what CPython 3.14.2 printed; 1 not`);
});

test("--check fails on a recording that says it at another time", async () => {
  const folder = await tampered("hello-goodbye", ["1000", "1001"]);
  expect(await demo(folder, "--check", "hello-goodbye")).toMatchObject({ status: 1 });
});
