import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { type Cut, cutOut, cuts } from "./cuts.ts";

/**
 * Bundles the built packages into one file, as they are or with the cuts made.
 *
 * @returns how often each cut was found
 * @throws Error when one was not: the packages have changed, and `cuts.ts` is to follow
 */
export async function copy(file: string, cutting: boolean): Promise<Map<Cut, number>> {
  const found = new Map<Cut, number>();
  const cutter: Plugin = {
    name: "cuts",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]packages[\\/].*\.js$/ }, ({ path }) => ({ contents: cutOut(readFileSync(path, "utf8"), found) }));
    },
  };
  await build({
    absWorkingDir: fileURLToPath(new URL("../..", import.meta.url)),
    stdin: { contents: `export * from "asyncio-ts"`, resolveDir: fileURLToPath(new URL("../..", import.meta.url)) },
    bundle: true,
    format: "esm",
    // What follows an `if (false)` goes.
    minifySyntax: true,
    outfile: file,
    platform: "neutral",
    plugins: cutting ? [cutter] : [],
    target: "es2022",
  });
  const missed = cuts.filter((cut) => cutting && !found.has(cut));
  if (missed.length > 0) throw new Error(`nothing to cut was found for: ${missed.map(({ name }) => name).join(", ")}`);
  return found;
}
