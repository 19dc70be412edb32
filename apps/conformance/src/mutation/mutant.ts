import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { bundleSources } from "./bundle.ts";
import type { Fault } from "./fault.ts";
import type { MutantWorkerData, Reference } from "./mutant-worker.ts";
import { plant } from "./planting.ts";

/** Milliseconds after which a mutant counts as hung. Without a fault all programs take about one second. */
const TIMEOUT = 20_000;

/**
 * Builds the packages with a fault, or without one, and runs programs on them until a trace differs from CPython's.
 *
 * @returns the index of that program, null if there is none. A program that hangs or exhausts the memory counts as different.
 * @throws Error when the fault does not fit the sources, or the build fails
 */
export async function firstDifference(fault: Fault | null, references: Reference[]): Promise<number | null> {
  const code = await bundleSources(fault === null ? null : { file: fault.file, text: plant(fault) });
  const folder = mkdtempSync(join(tmpdir(), "conformance-"));
  try {
    const file = join(folder, "mutant.mjs");
    writeFileSync(file, code);
    return await runInWorker(pathToFileURL(file).href, references);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runInWorker(mutant: string, references: Reference[]): Promise<number | null> {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const workerData: MutantWorkerData = { mutant, references, progress };
  const worker = new Worker(new URL("mutant-worker.ts", import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
    stdout: true,
    stderr: true,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<number | null>((resolve, reject) => {
      timer = setTimeout(() => resolve(Atomics.load(progress, 0)), TIMEOUT);
      worker.on("message", resolve);
      worker.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ERR_WORKER_OUT_OF_MEMORY") resolve(Atomics.load(progress, 0));
        else reject(error);
      });
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
