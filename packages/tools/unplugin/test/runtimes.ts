import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The programs that the suites of all runtimes run on, see apps/runtimes. */
const INSTALLED = fileURLToPath(new URL("../../../../apps/runtimes/binaries/node_modules", import.meta.url));

/** A runtime that loads a program with its marks. */
export interface Runtime {
  readonly name: string;
  readonly program: string;
  readonly flags: readonly string[];
  /** Whether it takes TypeScript. */
  readonly types: boolean;
}

const REGISTER = ["--enable-source-maps", "--import", "@asyncio-ts/unplugin/register"];

const all: readonly Runtime[] = [
  { name: "Node 20", program: `${INSTALLED}/node20/bin/node`, flags: REGISTER, types: false },
  { name: "Node 22", program: `${INSTALLED}/node22/bin/node`, flags: REGISTER, types: true },
  { name: "Node 24", program: `${INSTALLED}/node24/bin/node`, flags: REGISTER, types: true },
  { name: "Node 26", program: process.execPath, flags: REGISTER, types: true },
];

/** The installed runtimes, and the names of the others. */
export const runtimes: readonly Runtime[] = all.filter(({ program }) => existsSync(program));
export const missing: readonly string[] = all.filter(({ program }) => !existsSync(program)).map(({ name }) => name);
