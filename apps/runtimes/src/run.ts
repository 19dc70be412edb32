import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { VitestReport } from "./report.ts";
import type { Runtime } from "./runtimes.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * Runs every suite on a runtime, with its output on the terminal.
 *
 * @param excluded the test files that the runtime cannot load, from the repository's root
 * @returns vitest's report, and whether vitest exited with 0
 */
export async function run({ runner, config }: Runtime, excluded: readonly string[]): Promise<{ vitest: VitestReport; succeeded: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), "runtimes-"));
  const file = join(folder, "vitest.json");
  const [program, ...flags] = runner;
  const settings = fileURLToPath(new URL(`../hosts/${config}`, import.meta.url));
  const args = [...flags, join(root, "node_modules/vitest/vitest.mjs"), "run", "--config", settings, `--outputFile.json=${file}`];
  try {
    const env = { ...process.env, EXCLUDED: JSON.stringify(excluded) };
    const child = spawn(program!, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
    const succeeded = await new Promise<boolean>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (status) => resolve(status === 0));
    });
    return { vitest: existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { testResults: [] }, succeeded };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
