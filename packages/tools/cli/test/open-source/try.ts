// Converts open-source programs with `--exports promise`, and runs their own tests before and after. Needs git, npm and the network:
//   node test/open-source/try.ts [NAME …] [--from URL]
// `--from` is the base of the repositories, https://github.com by default. The last lines are the table of the README.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { parseArgs, stripVTControlCharacters } from "node:util";
import { type OpenSourceProgram, programs } from "./programs.ts";

const cli = resolve(import.meta.dirname, "../..");
const { positionals, values } = parseArgs({ allowPositionals: true, options: { from: { type: "string", default: "https://github.com" } } });
const chosen = programs.filter(({ repository }) => positionals.length === 0 || positionals.includes(nameOf(repository)));
const rows = chosen.map((program) => rowOf(program));
console.log(
  ["| program | async functions | converted | its tests before | and after |", "| --- | --- | --- | --- | --- |", ...rows].join("\n"),
);

function rowOf(program: OpenSourceProgram): string {
  const folder = join(tmpdir(), "asyncio-ts-open-source", nameOf(program.repository));
  prepare(program, folder);
  const before = tested(program, folder, "before");
  const ignore = program.ignore === undefined ? [] : ["--ignore", ...program.ignore];
  const args = [
    join(cli, "dist/main.js"),
    "codemod",
    "--exports",
    "promise",
    "--json",
    ...(program.options ?? []),
    ...program.sources,
    ...ignore,
  ];
  const { stderr, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (stdout === "") throw new Error(stderr);
  const { asyncFunctions, converted, left, notes } = JSON.parse(stdout);
  for (const { file, line, text } of [...left, ...notes]) console.log(`${file}:${line}: ${text}`);
  const after = tested(program, folder, "after");
  return `| ${nameOf(program.repository)} ${program.version} | ${asyncFunctions} | ${converted} | ${before} | ${after} |`;
}

/** Makes the folder of a program anew, with the packages of its tests and the packages of this repository. */
function prepare({ commit, files = {}, packages, repository }: OpenSourceProgram, folder: string): void {
  if (!existsSync(folder)) {
    mkdirSync(dirname(folder), { recursive: true });
    command("git", ["clone", "--quiet", `${values.from}/${repository}`, folder], dirname(folder));
  }
  command("git", ["checkout", "--quiet", "--force", commit], folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  if (!existsSync(join(folder, "node_modules"))) {
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const { ava, bin, exports, main, name, type, types } = manifest;
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name, type, main, types, bin, exports, ava }));
    rmSync(join(folder, "package-lock.json"), { force: true });
    command("npm", ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps", ...packages], folder);
    command("git", ["checkout", "--quiet", "--force", commit], folder);
    mkdirSync(join(folder, "node_modules/@asyncio-ts"), { recursive: true });
    symlinkSync(resolve(cli, "../../asyncio"), join(folder, "node_modules/asyncio-ts"));
    symlinkSync(resolve(cli, "../../interop/promise"), join(folder, "node_modules/@asyncio-ts/promise"));
  }
}

/** Runs the tests of a program, and returns their counts. */
function tested({ test }: OpenSourceProgram, folder: string, when: "before" | "after"): string {
  const [program, ...args] = test;
  const path = [join(folder, "node_modules/.bin"), dirname(process.execPath), process.env["PATH"]].join(delimiter);
  const env = { ...process.env, PATH: path };
  const { status, stderr, stdout } = spawnSync(program!, args, {
    cwd: folder,
    encoding: "utf8",
    env,
    maxBuffer: 2 ** 28,
    timeout: 600_000,
  });
  const output = stripVTControlCharacters(stdout + stderr);
  writeFileSync(join(folder, `../${nameOf(folder)}-${when}.log`), output);
  const passed =
    /^. pass (\d+)/m.exec(output)?.[1] ?? /Tests .*?(\d+) passed/.exec(output)?.[1] ?? /(\d+) tests? passed/.exec(output)?.[1] ?? "?";
  const failed =
    /^. fail (\d+)/m.exec(output)?.[1] ?? /Tests .*?(\d+) failed/.exec(output)?.[1] ?? /(\d+) tests? failed/.exec(output)?.[1] ?? "0";
  return `${passed} pass${failed === "0" ? "" : `, ${failed} fail`}${status === 0 ? "" : ` (exit code ${status})`}`;
}

function command(name: string, args: string[], cwd: string): void {
  const { status, stderr } = spawnSync(name, args, { cwd, encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
  if (status !== 0) throw new Error(`${name} ${args.join(" ")}: ${stderr}`);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
