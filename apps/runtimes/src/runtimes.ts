import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chromium } from "@asyncio-ts/test-helpers/chromium";

/** A runtime that the packages support. */
export interface Runtime {
  readonly name: string;
  /** The program itself. */
  readonly program: string;
  /** The command that runs vitest: the program with its flags or, for a page, the tools' own Node. */
  readonly runner: readonly string[];
  /** The vitest configuration, in `hosts/`. */
  readonly config: "host.config.ts" | "page.config.ts";
}

/** The runtime that runs every test: the tools' own Node. */
export const REFERENCE = "Node 26";

/** Returns the runtimes in the order of the table. @throws Error if their binaries are not installed */
export async function runtimes(): Promise<Runtime[]> {
  const page = await chromium();
  if (page === null) throw new Error("The binaries of the runtimes are not installed: `pnpm install` installs them");
  return [
    // Vitest needs a function of a newer Node to report failures.
    host("Node 20", installed("node20/bin/node"), "--import", here("../hosts/group-by.mjs")),
    host("Node 22", installed("node22/bin/node")),
    host("Node 24", installed("node24/bin/node")),
    host(REFERENCE, process.execPath),
    host("Bun", installed("@oven/bun-linux-x64/bin/bun"), "--bun"),
    host("Deno", installed("@deno/linux-x64-glibc/deno"), "run", "-A"),
    { name: "Chromium", program: page, runner: [process.execPath], config: "page.config.ts" },
  ];
}

/** Returns the version that a runtime reports. */
export function versionOf({ name, program }: Runtime): string {
  const version = /\d+(\.\d+)+/.exec(spawnSync(program, ["--version"], { encoding: "utf8" }).stdout ?? "")?.[0];
  if (version === undefined)
    throw new Error(`${name} is not installed here (the packages of its binaries are for Linux on x64): ${program}`);
  return version;
}

function host(name: string, program: string, ...flags: string[]): Runtime {
  return { name, program, runner: [program, ...flags], config: "host.config.ts" };
}

/** Returns the path in `node_modules`, because `.bin/node` is one file for all Nodes. */
function installed(path: string): string {
  return here(`../binaries/node_modules/${path}`);
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
