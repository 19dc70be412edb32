import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { programs, recorded } from "../src/gallery.ts";
import { hasRedis } from "../src/local-redis.ts";

const home = fileURLToPath(new URL("../", import.meta.url));

const { FORCE_COLOR: _, ...env } = process.env;

interface Exit {
  status: number | string | null | undefined;
  stdout: string;
  stderr: string;
}

/** Runs the built command with its output in a pipe. Objects are settings of its environment. The timeout allows for a busy machine. */
function demo(folder: string, ...args: (string | Record<string, string>)[]): Promise<Exit> {
  const options = args.filter((argument) => typeof argument === "string");
  const settings = args.filter((argument) => typeof argument !== "string");
  const child = { timeout: 100_000, env: Object.assign({}, env, ...settings) as NodeJS.ProcessEnv };
  return new Promise((resolve) => {
    execFile(process.execPath, [`${folder}/dist/main.js`, ...options], child, (error, stdout, stderr) => {
      resolve({ status: error ? error.code : 0, stdout, stderr });
    });
  });
}

/** Copies the built package, and replaces a text in one of its recordings. */
async function withEditedRecording(name: string, replace: [text: string, replacement: string]): Promise<string> {
  const folder = await mkdtemp(`${home}node_modules/edited-`);
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const part of ["package.json", "dist", "src", "recordings"]) {
    await cp(`${home}${part}`, `${folder}/${part}`, { recursive: true });
  }
  const file = `${folder}/recordings/${name}.json`;
  await writeFile(file, (await readFile(file, "utf8")).replace(...replace));
  return folder;
}

test("--list names all programs", async () => {
  const { status, stdout } = await demo(home, "--list");
  expect(status).toBe(0);
  for (const { name, caption } of programs) expect(stdout).toMatch(new RegExp(`^  ${name} +${caption}$`, "m"));
});

test("a name plays only that program, after its source", async () => {
  const { status, stdout, stderr } = await demo(home, "hello-goodbye", "--fast");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("yield* sleep(1000);");
  expect(stdout).toMatch(/0\.0 s {2}Hello, World!\n.*1\.0 s {2}Goodbye!\n/);
  expect(stdout).not.toContain("hello-again");
  expect(stdout, "no colours in a pipe").not.toContain("\u001b");
});

test("several names play these programs in their order", async () => {
  const { status, stdout, stderr } = await demo(home, "numbers-letters", "hello-world", "--fast");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect([...stdout.matchAll(/^◇ {2}(\S+)/gm)].map(([, name]) => name)).toEqual(["numbers-letters", "hello-world"]);
});

test("the source of a program is coloured in a terminal", async () => {
  const { stdout } = await demo(home, "hello-world", "--fast", { FORCE_COLOR: "1" });
  expect(stdout).toContain('\u001b[36mprint\u001b[39m(\u001b[32m"Hello World!"\u001b[39m);');
});

test("two plays with waits print the same lines at the same times", async () => {
  const [first, second] = [await demo(home, "crawler", "concurrent"), await demo(home, "crawler", "concurrent")];
  const lines = ({ stdout }: Exit) => stdout.replaceAll(/\d\d:\d\d:\d\d/g, "HH:MM:SS");
  expect(lines(first)).toContain("5.0 s  10 requests");
  expect(lines(second)).toBe(lines(first));
});

test.each([[], ["--real"]])("without virtual time the command waits, and then exits: %s", async (...speed) => {
  const { status, stdout, stderr } = await demo(home, "numbers-letters", ...speed);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("Finished");
});

test("without a name the command plays all programs, and then exits", async () => {
  const { status, stdout, stderr } = await demo(home, "--fast");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  for (const { name } of programs) expect(stdout).toContain(`  ${name}  `);
});

test("the tour begins with excerpts of the show, and shows at most three lines of other programs", async () => {
  const { stdout } = await demo(home, "--fast");
  expect(stdout).toMatch(/^.*gallery.*\n│\n.* The show +\n│\n◇ {2}failing-child .*\n│ {2}function\* main\(\) \{\n/);
  expect(stdout).toMatch(/◇ {2}await-coroutine .*\n│ +0\.0 s {2}0\n│ +0\.0 s {2}1\n│ +… 8 more\n│ +0\.0 s {2}Finished\n│\n/);
  for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
});

// There is no redis-server: apt-get install redis-server.
test.skipIf(!hasRedis())("jobs: a worker is killed, and no job is lost", async () => {
  const { status, stdout, stderr } = await demo(home, "jobs");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("[##########] 10000 ended");
  expect(stdout).toContain("No result is missing");
});

test("jobs: says so if there is no redis-server", async () => {
  const { status, stdout } = await demo(home, "jobs", { PATH: "" });
  expect(status).toBe(0);
  expect(stdout).toContain("This program needs redis-server, which is not installed.");
});

test("the command exits without an error message when its output is closed", async () => {
  const playing = spawn(process.execPath, [`${home}dist/main.js`, "--fast"], { env });
  playing.stdout.once("data", () => playing.stdout.destroy());
  let stderr = "";
  playing.stderr.on("data", (text) => (stderr += text));
  const [status] = await once(playing, "close");
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
});

test("an unknown name is an error that names the closest program", async () => {
  const { status, stdout, stderr } = await demo(home, "helo-goodby");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toBe('There is no program "helo-goodby". Did you mean "hello-goodbye"? --list shows all names.\n');
});

test("a name that is like no other is an error that lists the programs", async () => {
  const { status, stdout, stderr } = await demo(home, "farewell");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain('There is no program "farewell"');
  for (const { name } of programs) expect(stderr).toContain(name);
});

test("--fast --check prints a line for each program, and that all are the same", async () => {
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

test("--check fails if a recording has another text", async () => {
  const folder = await withEditedRecording("hello-goodbye", ["Goodbye!", "Farewell!"]);
  const { status, stdout } = await demo(folder, "--check");
  expect(status).toBe(1);
  expect(stdout).toContain("CPython  1.000 s  Farewell!");
  expect(stdout).toContain("here     1.000 s  Goodbye!");
  expect(stdout).toContain(`${recorded.length - 1} of ${recorded.length} programs print what CPython 3.14.2, 3.14.7 printed; 1 not`);
});

test("--check fails if a recording has another time", async () => {
  const folder = await withEditedRecording("hello-goodbye", ["1000", "1001"]);
  expect(await demo(folder, "--check", "hello-goodbye")).toMatchObject({ status: 1 });
});
