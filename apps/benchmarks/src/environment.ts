import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { findInterpreter } from "./interpreter.ts";

/** The environment of a measurement. */
export interface Environment {
  commit: string;
  machine: string;
  node: string;
  python: string | null;
  versions: Record<string, string>;
}

const libraries = ["effect", "effection", "rxjs", "redux-saga", "co", "abort-controller-x", "caf"];

/** Describes the environment of this process. */
export function currentEnvironment(): Environment {
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

/** Returns the load average of the last minute. */
export function systemLoad(): string {
  return loadavg()[0]!.toFixed(1);
}

/** Returns the last commit that changed the sources of the packages, and whether there are uncommitted changes. */
function commit(): string {
  const git = (...args: string[]) =>
    execFileSync("git", [...args, "--", ":(glob)packages/**/src/**"], {
      cwd: new URL("../../..", import.meta.url),
      encoding: "utf8",
    }).trim();
  return git("log", "-1", "--format=%h") + (git("status", "--porcelain") === "" ? "" : " with changes");
}
