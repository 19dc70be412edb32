import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { type Cut, cuts } from "./cuts.ts";
import { cutOut } from "./cutting.ts";

const ENTRY = "entry";
const root = fileURLToPath(new URL("../../../../", import.meta.url));
const own = /^(asyncio-ts|@asyncio-ts\/[\w-]+)(\/.*)?$/;

/**
 * Bundles the sources of the packages into one file, unchanged or with the seams cut out.
 *
 * @returns the number of places of each cut
 * @throws Error if an expression of `cuts.ts` does not occur in the sources
 */
export async function writeCopy(file: string, cutting: boolean): Promise<Map<Cut, number>> {
  const found = new Map<Cut, number>();
  const bundle = await rolldown({
    input: ENTRY,
    external: /^node:/,
    platform: "neutral",
    // The options of the packages decide where the fields of a class are initialised.
    tsconfig: `${root}tsconfig.base.json`,
    transform: { define: { __VERSION__: `"copy"` } },
    plugins: [
      {
        name: "sources",
        resolveId: (id) => (id === ENTRY ? id : own.test(id) ? sourceOf(id) : null),
        load: (id) => {
          if (id === ENTRY) return `export * from "asyncio-ts";`;
          return cutting && id.endsWith(".ts") ? cutOut(readFileSync(id, "utf8"), found) : null;
        },
      },
    ],
  });
  await bundle.write({ file, format: "esm", minify: "dce-only" });
  const missed = cuts.filter((cut) => cutting && !found.has(cut));
  if (missed.length > 0)
    throw new Error(`cuts.ts: the sources were expected to contain: ${missed.map(({ expression }) => expression).join(", ")}`);
  return found;
}

/** The source of a package's entry: `dist/NAME.js` is built from `src/NAME.ts`. */
function sourceOf(specifier: string): string {
  return fileURLToPath(import.meta.resolve(specifier)).replace(/([\\/])dist([\\/][\w-]+)\.js$/, "$1src$2.ts");
}
