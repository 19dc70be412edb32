import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);

/** Reads the built module of a package entry, without the link to its source map. */
function builtModule(name: string): string {
  return readFileSync(require.resolve(name), "utf8").replace(/^\/\/# sourceMappingURL=.*/m, "");
}

/** Lets a module import the copies. */
function linked(source: string): string {
  return source.replaceAll(/(["'])@asyncio-ts\/loop(\/lowlevel)?\1/g, '"./loop.mjs"');
}

/** Loads second copies of the built tasks and loop packages, as a dependency that brings its own copies would. */
export async function copy(): Promise<typeof import("@asyncio-ts/tasks")> {
  const folder = mkdtempSync(join(tmpdir(), "tasks-copy-"));
  try {
    writeFileSync(join(folder, "loop.mjs"), builtModule("@asyncio-ts/loop/lowlevel"));
    const file = join(folder, "index.mjs");
    writeFileSync(file, linked(builtModule("@asyncio-ts/tasks/lowlevel")));
    return await import(/* @vite-ignore */ pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
