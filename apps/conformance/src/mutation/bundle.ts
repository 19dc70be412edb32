import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { root } from "./planting.ts";

/** Text that stands in for a source. */
export interface EditedSource {
  /** The source, from the root of the repository. */
  file: string;
  text: string;
}

const ENTRY = "entry";
const own = /^(asyncio-ts|@asyncio-ts\/[\w-]+)(\/.*)?$/;

/** Bundles the sources of the packages under test into one module, one of them edited. */
export async function bundleSources(edited: EditedSource | null): Promise<string> {
  const replaced = edited === null ? null : root + edited.file;
  const bundle = await rolldown({
    input: ENTRY,
    external: /^node:/,
    platform: "neutral",
    // The options of the packages decide where the fields of a class are initialised.
    tsconfig: `${root}tsconfig.base.json`,
    transform: { define: { __VERSION__: JSON.stringify(version) } },
    plugins: [
      {
        name: "sources",
        resolveId: (id) => (id === ENTRY ? id : own.test(id) ? sourceOf(id) : null),
        load: (id) => {
          if (id === ENTRY)
            return `export * from "asyncio-ts"; export * from "@asyncio-ts/streams"; export { VirtualLoop } from "@asyncio-ts/testing";`;
          return id === replaced ? edited!.text : null;
        },
      },
    ],
  });
  const { output } = await bundle.generate({ format: "esm" });
  return output[0].code;
}

/** The source of a package's entry: `dist/NAME.js` is built from `src/NAME.ts`. */
function sourceOf(specifier: string): string {
  return fileURLToPath(import.meta.resolve(specifier)).replace(/([\\/])dist([\\/][\w-]+)\.js$/, "$1src$2.ts");
}

const { version } = JSON.parse(readFileSync(`${root}packages/asyncio/package.json`, "utf8")) as { version: string };
