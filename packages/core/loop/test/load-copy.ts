import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const built = createRequire(import.meta.url).resolve("@asyncio-ts/loop/lowlevel");

/**
 * Loads the built package a second time, as if another dependency had brought its own copy.
 *
 * @param change edits the source of the copy
 */
export async function loadCopy(
  change: (source: string) => string = (source) => source,
): Promise<typeof import("@asyncio-ts/loop/lowlevel")> {
  const folder = mkdtempSync(join(tmpdir(), "loop-copy-"));
  const file = join(folder, "index.mjs");
  try {
    const source = readFileSync(built, "utf8").replace(/^\/\/# sourceMappingURL=.*/m, "");
    writeFileSync(file, change(source));
    return await import(/* @vite-ignore */ pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
