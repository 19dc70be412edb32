// What a user would notice is announced by a changeset. `node scripts/announcements.ts` compares every package with its last
// release, which is the commit that set its version, and prints what no changeset says, or not loudly enough.
import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getReleasePlan } from "@changesets/get-release-plan";
import { subset } from "semver";
import { type PublicPackage, publicPackages } from "./checks/public-packages.ts";
import { difference, surfaceOf } from "./surface.ts";

type Bump = "patch" | "minor" | "major";
type Manifest = PublicPackage["manifest"];

const loudness = ["none", "patch", "minor", "major"];

/** One thing that a user would notice, and the least that its changeset has to say. */
interface Change {
  what: string;
  bump: Bump;
}

/** Every unannounced change below `root`, as `package: what is wrong`. */
export async function unannounced(root: string): Promise<string[]> {
  const released = publicPackages(root).filter(({ manifest }) => manifest.version !== "0.0.0");
  if (released.length === 0) return [];
  if (git(root, "rev-parse", "--is-shallow-repository") === "true") {
    return ["this clone is shallow: `git fetch --unshallow` brings the history that packages are compared with"];
  }
  const { releases } = await getReleasePlan(root);
  return released.flatMap(({ name, folder, manifest }) => {
    const announced = releases.find((one) => one.name === name)?.type ?? "none";
    const quiet = changesOf(root, name, folder, manifest).filter(({ bump }) => loudness.indexOf(announced) < loudness.indexOf(bump));
    return quiet.map(({ what, bump }) => `${name}: ${what}: this takes a changeset that says ${bump}, and there is ${announced}`);
  });
}

function changesOf(root: string, name: string, folder: string, now: Manifest): Change[] {
  const release = git(root, "log", "-1", "--format=%H", '-G"version":', "--", `${folder}/package.json`);
  const then = JSON.parse(git(root, "show", `${release}:${folder}/package.json`)) as Manifest;
  // The version has just been set, and what was announced with it.
  if (then.version !== now.version) return [];
  const listed = git(root, "ls-tree", "-r", "--name-only", release, "docs/api").split("\n").filter(Boolean);
  const reportsThen = listed.map((file) => git(root, "show", `${release}:${file}`));
  const reportsNow = globSync("docs/api/**/*.api.md", { cwd: root }).map((file) => readFileSync(join(root, file), "utf8"));
  return [
    ...surfaceChanges(reportsThen.filter(isOf(name)), reportsNow.filter(isOf(name))),
    ...entryChanges(then.exports ?? {}, now.exports ?? {}),
    ...dependencyChanges(then.dependencies ?? {}, now.dependencies ?? {}),
    ...hostChanges({ ...then.peerDependencies, ...then.engines }, { ...now.peerDependencies, ...now.engines }),
  ];
}

/** Whether a report is a package's: of the package itself, or of one of its entries. */
function isOf(name: string): (report: string) => boolean {
  return (report) => {
    const title = /^## API Report File for "(.+)"/m.exec(report)?.[1];
    return title === name || title?.startsWith(`${name}/`) === true;
  };
}

/** What shrinks breaks its users; whether a changed declaration does is for whoever reviews the report to say. */
function surfaceChanges(then: string[], now: string[]): Change[] {
  const { gone, changed } = difference(surfaceOf(then), surfaceOf(now));
  return [
    ...gone.map((what): Change => ({ what: `${what} is gone`, bump: "major" })),
    ...changed.map((what): Change => ({ what: `${what} is new or declared otherwise`, bump: "minor" })),
  ];
}

function entryChanges(then: object, now: object): Change[] {
  return moved(then, now).flatMap((entry): Change[] => {
    if (!(entry in now)) return [{ what: `the entry ${entry} is gone`, bump: "major" }];
    return entry in then ? [] : [{ what: `the entry ${entry} is new`, bump: "minor" }];
  });
}

function dependencyChanges(then: Record<string, string>, now: Record<string, string>): Change[] {
  return moved(then, now).map((one) => ({
    what: `${one} moves from ${then[one] ?? "nothing"} to ${now[one] ?? "nothing"}`,
    bump: "patch",
  }));
}

/** Of what the user brings along, such as RxJS and Node, every version that did has to do. */
function hostChanges(then: Record<string, string>, now: Record<string, string>): Change[] {
  return dependencyChanges(then, now).map(({ what }, index) => {
    const one = moved(then, now)[index]!;
    return { what, bump: subset(then[one] ?? "*", now[one] ?? "*") ? "minor" : "major" };
  });
}

function moved(then: object, now: object): string[] {
  const text = (object: object, key: string): string => JSON.stringify((object as Record<string, unknown>)[key]);
  return [...new Set([...Object.keys(then), ...Object.keys(now)])].filter((key) => text(then, key) !== text(now, key));
}

function git(root: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 }).trim();
}

if (import.meta.main) {
  const found = await unannounced(".");
  for (const one of found) console.error(one);
  process.exitCode = found.length > 0 ? 1 : 0;
}
