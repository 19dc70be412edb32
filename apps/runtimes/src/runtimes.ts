import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chromium } from "./chromium.ts";

/** Something that the packages run on. */
export interface Runtime {
  readonly name: string;
  /** The program itself. */
  readonly program: string;
  /** What runs vitest: the program with its flags or, for a page, the tools' own Node, which opens it. */
  readonly runner: readonly string[];
  /** The vitest configuration, in `hosts/`. */
  readonly config: "host.config.ts" | "page.config.ts";
}

/** Whose tests are all of them: the tools' own Node. */
export const REFERENCE = "Node 26";

/** Every runtime, in the table's order. */
export async function runtimes(): Promise<Runtime[]> {
  const page = await chromium();
  return [
    // What vitest needs of a newer Node to report a failure.
    host("Node 20", installed("node20/bin/node"), "--import", here("../hosts/group-by.mjs")),
    host("Node 22", installed("node22/bin/node")),
    host("Node 24", installed("node24/bin/node")),
    host(REFERENCE, process.execPath),
    host("Bun", installed("@oven/bun-linux-x64/bin/bun"), "--bun"),
    host("Deno", installed("@deno/linux-x64-glibc/deno"), "run", "-A"),
    { name: "Chromium", program: page, runner: [process.execPath], config: "page.config.ts" },
  ];
}

/** The version that a runtime says it has. */
export function versionOf({ name, program }: Runtime): string {
  const version = /\d+(\.\d+)+/.exec(spawnSync(program, ["--version"], { encoding: "utf8" }).stdout ?? "")?.[0];
  if (version === undefined)
    throw new Error(`${name} is not installed here (the packages of its binaries are for Linux on x64): ${program}`);
  return version;
}

function host(name: string, program: string, ...flags: string[]): Runtime {
  return { name, program, runner: [program, ...flags], config: "host.config.ts" };
}

/** By its path, because two Nodes in one project fight over `.bin/node`. */
function installed(path: string): string {
  return here(`../node_modules/${path}`);
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
