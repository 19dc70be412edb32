// Fabricated histories: a package is released, something changes, and changesets say so or do not.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { unannounced } from "../announcements.ts";

const released = {
  name: "clock",
  version: "1.2.0",
  exports: { ".": "./index.js", "./kit": "./kit.js" },
  dependencies: { gear: "^1.0.0" },
  peerDependencies: { tower: "^7.8.0" },
  engines: { node: ">=20.19" },
};
const declared = `
// @public
export class Clock extends Thing {
  constructor(hands?: number);
  set(hour: number): void;
  set(hour: string): void;
  readonly hour: number;
}
// @public
export function tick(): void;
// Warning: it is not exported
interface Thing { weight: number }
export type Hour = number;
export { tick as tock }
export * from "gear";
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "announcements-"));
  git("init", "--quiet");
  plant("package.json", '{ "name": "root", "private": true }');
  plant("pnpm-workspace.yaml", "packages: [packages/*]");
  plant("pnpm-lock.yaml", "");
  plant(".changeset/config.json", '{ "baseBranch": "main" }');
  manifest({ ...released, version: "1.1.0", dependencies: { gear: "^0.9.0" } });
  report("");
  commit();
  manifest();
  report(declared);
  commit();
});
afterEach(() => rmSync(root, { recursive: true }));

function plant(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const manifest = (changes: object = {}): void => plant("packages/clock/package.json", JSON.stringify({ ...released, ...changes }, null, 2));

function report(code: string, entry = "clock"): void {
  const file = entry.replace("/", "-");
  plant(`docs/api/${file}.api.md`, `## API Report File for "${entry}"\n\n> A note.\n\n\`\`\`ts\n${code}\n\`\`\`\n`);
}

const changeset = (bump: string): void => plant(".changeset/one.md", `---\n"clock": ${bump}\n---\n\nSo it is.\n`);

function commit(): void {
  git("add", "--all");
  git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message", "x");
}

function git(...args: string[]): void {
  execFileSync("git", args, { cwd: root });
}

test("what is as it was released needs no changeset, nor do comments and order", async () => {
  plant("packages/clock/index.js", "");
  commit();
  expect(await unannounced(root)).toEqual([]);
  report(`// @public (undocumented)\nexport type Hour = number;\n${declared.replace("export type Hour = number;\n", "")}`);
  expect(await unannounced(root)).toEqual([]);
});

test.each([
  ["a function", "export function tick(): void;", "", "tick is gone", "major"],
  ["a re-export", "export { tick as tock }", "", "tock is gone", "major"],
  ["all of a package", 'export * from "gear";', "", '\\* of "gear" is gone', "major"],
  ["a member", "readonly hour: number;", "", "Clock.hour is gone", "major"],
  ["an overload", "set(hour: string): void;", "", "Clock.set is gone", "major"],
  [
    "a new member",
    "readonly hour: number;",
    "readonly hour: number; minute: number;",
    "Clock.minute is new or declared otherwise",
    "minor",
  ],
  ["another type", "Hour = number", "Hour = bigint", "Hour is new or declared otherwise", "minor"],
  ["another parameter", "hands?: number", "hands: number", "Clock.Constructor is new or declared otherwise", "minor"],
  ["another base", "extends Thing", "", "Clock is new or declared otherwise", "minor"],
])("a surface that changes by %s has to be announced", async (_, from, to, what, bump) => {
  report(declared.replace(from, to));
  expect(await unannounced(root)).toEqual([expect.stringMatching(`^clock: ${what}: .* says ${bump}, and there is none$`)]);
  changeset(bump === "major" ? "minor" : "patch");
  commit();
  expect(await unannounced(root)).toEqual([expect.stringMatching(`^clock: ${what}: .* ${bump}, and there is (minor|patch)$`)]);
  changeset(bump);
  expect(await unannounced(root)).toEqual([]);
});

test.each([
  ["gear moves from ^1.0.0 to ^1.1.0", { dependencies: { gear: "^1.1.0" } }, "patch"],
  ["gear moves from ^1.0.0 to nothing", { dependencies: {} }, "patch"],
  ["spring moves from nothing to ^1.0.0", { dependencies: { gear: "^1.0.0", spring: "^1.0.0" } }, "patch"],
  ["tower moves from ^7.8.0 to ^7.9.0", { peerDependencies: { tower: "^7.9.0" } }, "major"],
  ["tower moves from ^7.8.0 to ^7.8.0 || ^8.0.0", { peerDependencies: { tower: "^7.8.0 || ^8.0.0" } }, "minor"],
  ["bell moves from nothing to ^1.0.0", { peerDependencies: { ...released.peerDependencies, bell: "^1.0.0" } }, "major"],
  ["node moves from >=20.19 to >=22", { engines: { node: ">=22" } }, "major"],
  ["the entry ./kit is gone", { exports: { ".": "./index.js" } }, "major"],
  ["the entry ./box is new", { exports: { ...released.exports, "./box": "./box.js" } }, "minor"],
])("%s has to be announced", async (what, changes, bump) => {
  manifest(changes);
  commit();
  expect(await unannounced(root)).toEqual([`clock: ${what}: this takes a changeset that says ${bump}, and there is none`]);
  changeset(bump);
  expect(await unannounced(root)).toEqual([]);
});

test("an entry's report is its package's, another package's is not", async () => {
  report("export const kit: number;", "clock/kit");
  report("export const tower: number;", "clocktower");
  expect(await unannounced(root)).toEqual([expect.stringContaining("clock: kit is new")]);
});

test("a package that was never released has nothing to be compared with", async () => {
  manifest({ version: "0.0.0" });
  commit();
  manifest({ version: "0.0.0", dependencies: {} });
  report("");
  expect(await unannounced(root)).toEqual([]);
});

test("a release that is about to be committed has announced what it is", async () => {
  report("");
  manifest({ version: "2.0.0", dependencies: {} });
  expect(await unannounced(root)).toEqual([]);
});

test("a shallow clone is told to bring its history", async () => {
  const shallow = `${root}-shallow`;
  execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${root}`, shallow]);
  try {
    expect(await unannounced(shallow)).toEqual([expect.stringContaining("git fetch --unshallow")]);
  } finally {
    rmSync(shallow, { recursive: true });
  }
});
