// Each test has a repository of its own, with a released package on main and a branch or a clone of it.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const repository = join(import.meta.dirname, "../..");
const config = readFileSync(join(repository, ".changeset/config.json"), "utf8");

let folder: string;
let root: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "changeset-status-"));
  root = join(folder, "upstream");
  plant("package.json", '{ "name": "root", "private": true }');
  plant("pnpm-workspace.yaml", "packages: [packages/*]");
  plant("pnpm-lock.yaml", "");
  plant(".changeset/config.json", config);
  plant("packages/clock/package.json", '{ "name": "clock", "version": "1.2.0" }');
  plant("packages/clock/src/clock.ts", "export const ticks = 1;");
  plant("packages/clock/test/clock.test.ts", "");
  git("init", "--quiet", "--initial-branch=main");
  commit();
});
afterEach(() => rmSync(folder, { recursive: true }));

function plant(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function git(...args: string[]): void {
  const author = ["-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...author, ...args], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
}

function commit(): void {
  git("add", "--all");
  git("commit", "--quiet", "--no-verify", "--message", "change");
}

/** Clones the repository and works in the clone. */
function clone(...options: string[]): void {
  const upstream = root;
  root = join(folder, "clone");
  execFileSync("git", ["clone", "--quiet", ...options, `file://${upstream}`, root]);
}

function status(): { succeeds: boolean; text: string } {
  const path = [join(repository, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
  const script = join(repository, "scripts/checks/changeset-status.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, PATH: path },
  });
  return { succeeds: status === 0, text: stdout + stderr };
}

const changeset = (name: string): void => plant(`.changeset/${name}.md`, '---\n"clock": minor\n---\n\nIt ticks twice.\n');

describe("a branch", () => {
  beforeEach(() => git("switch", "--quiet", "--create", "feature"));

  test("that changes a source without a changeset fails, committed or not", () => {
    plant("packages/clock/src/clock.ts", "export const ticks = 2;");
    expect(status()).toMatchObject({ succeeds: false, text: expect.stringContaining("no changesets were found") });
    commit();
    expect(status().succeeds).toBe(false);
  });

  test("that adds a changeset for its change passes", () => {
    plant("packages/clock/src/clock.ts", "export const ticks = 2;");
    changeset("twice");
    commit();
    expect(status()).toMatchObject({ succeeds: true, text: expect.stringContaining("clock") });
  });

  test("that changes a source fails although main has a changeset", () => {
    git("switch", "--quiet", "main");
    changeset("earlier");
    commit();
    git("switch", "--quiet", "--create", "later");
    plant("packages/clock/src/clock.ts", "export const ticks = 2;");
    commit();
    expect(status().succeeds).toBe(false);
  });

  test("that changes only tests, versions and changelogs passes", () => {
    plant("packages/clock/test/clock.test.ts", "// changed");
    plant("packages/clock/package.json", '{ "name": "clock", "version": "1.3.0" }');
    plant("packages/clock/CHANGELOG.md", "# clock");
    commit();
    expect(status().succeeds).toBe(true);
  });
});

describe("a clone", () => {
  beforeEach(() => {
    git("switch", "--quiet", "--create", "feature");
    plant("packages/clock/src/clock.ts", "export const ticks = 2;");
    commit();
  });

  test("without a branch main is compared with origin/main", () => {
    clone("--branch=feature");
    expect(status()).toMatchObject({ succeeds: false, text: expect.stringContaining("no changesets were found") });
  });

  test("of main with one commit passes", () => {
    clone("--branch=main", "--depth=1");
    expect(status().succeeds).toBe(true);
  });

  test("without main and origin/main fails with the command that fetches main", () => {
    clone("--branch=feature", "--depth=1");
    const { succeeds, text } = status();
    expect(succeeds).toBe(false);
    const [, command] = /^ {2}git (.*)$/m.exec(text)!;
    expect(command).toBe("fetch --unshallow origin +refs/heads/main:refs/remotes/origin/main");
    git(...command!.split(" "));
    expect(status().text).toContain("no changesets were found");
  });
});

test("changeset-status compares nothing until a package is released", () => {
  rmSync(join(root, ".git"), { recursive: true });
  plant("packages/clock/package.json", '{ "name": "clock", "version": "0.0.0" }');
  expect(status()).toMatchObject({ succeeds: true, text: expect.stringContaining("No package is released yet") });
});
