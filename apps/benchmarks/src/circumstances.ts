import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { findInterpreter } from "./interpreter.ts";

/** On what, and of what, the figures are. */
export interface Circumstances {
  commit: string;
  machine: string;
  node: string;
  python: string | null;
  versions: Record<string, string>;
}

const libraries = ["effect", "effection", "rxjs", "redux-saga", "co"];

/** The circumstances of this run. */
export function circumstances(): Circumstances {
  const versions = libraries.map((name) => {
    const manifest = readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), "utf8");
    return [name, (JSON.parse(manifest) as { version: string }).version];
  });
  return {
    commit: commit(),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`,
    node: process.version,
    python: findInterpreter()?.version ?? null,
    versions: Object.fromEntries(versions) as Record<string, string>,
  };
}

/** How many processes wanted to run during the last minute. */
export function systemLoad(): string {
  return loadavg()[0]!.toFixed(1);
}

/** The last commit that changed the packages' sources, and whether they were changed since. */
function commit(): string {
  const git = (...args: string[]) =>
    execFileSync("git", [...args, "--", ":(glob)packages/**/src/**"], {
      cwd: new URL("../../..", import.meta.url),
      encoding: "utf8",
    }).trim();
  return git("log", "-1", "--format=%h") + (git("status", "--porcelain") === "" ? "" : " with changes");
}
