import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The built package, on its own, for a copy in another folder. */
function built(name: string): string {
  const source = readFileSync(createRequire(import.meta.url).resolve(name), "utf8");
  return source.replace(/^\/\/# sourceMappingURL=.*/m, "");
}

/** Loads the built package once more, with a loop of its own, as copies that another dependency would have brought along. */
export async function copy(): Promise<typeof import("@asyncio-ts/tasks")> {
  const folder = mkdtempSync(join(tmpdir(), "tasks-copy-"));
  try {
    writeFileSync(join(folder, "loop.mjs"), built("@asyncio-ts/loop/lowlevel"));
    const file = join(folder, "index.mjs");
    writeFileSync(file, built("@asyncio-ts/tasks/lowlevel").replaceAll(/(["'])@asyncio-ts\/loop(\/lowlevel)?\1/g, '"./loop.mjs"'));
    return await import(/* @vite-ignore */ pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
