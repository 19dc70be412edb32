// Builds the package in the current folder: one JavaScript file for each entry, with tsc's declarations beside it.
// The entries are the `dist/NAME.js` of `exports`, `imports` and `bin` in package.json; each is built from `src/NAME.ts`. An entry imports the
// file of another entry instead of sharing a chunk with it, because each file more costs time to load.
// Entries in `dist/browser` and `dist/page` are the same sources in an edition for pages, see editions.mjs.
// tsc makes the modules because it moves the fields of a class into its constructor: V8 is slower at field initialisers.
// Rolldown bundles them because esbuild renames a class that mentions itself: `Future` would print as `_Future`.
import { spawnSync } from "node:child_process";
import { readFileSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { rolldown } from "rolldown";
import { distFiles } from "./dist-files.mjs";
import { editions } from "./editions.mjs";
import { namedExports, secondDoor } from "./own-imports.mjs";
import { dropUnreached } from "./reached-files.mjs";
import { wholeClasses } from "./whole-classes.mjs";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const entries = distFiles(manifest);

// The build replaces dist at its end, so that programs which import the package meanwhile see a whole build, the old or the new.
const out = `.dist-${process.pid}`;
const modules = `${out}-modules`;
try {
  const options = ["--project", "tsconfig.json", "--declarationDir", out, "--outDir", modules];
  if (spawnSync("tsc", options, { stdio: "inherit" }).status !== 0) process.exit(1);
  const scripts = entries.filter((entry) => entry.endsWith(".js"));
  for (const entry of scripts) {
    const folder = dirname(entry);
    const edition = editions[folder];
    const moduleOf = (name) => resolve(modules, basename(name));
    const others = scripts.filter((other) => other !== entry && dirname(other) === folder).map(moduleOf);
    const bundle = await rolldown({
      input: moduleOf(entry),
      external: others,
      platform: "neutral",
      transform: { define: { __VERSION__: JSON.stringify(manifest.version) } },
      optimization: { inlineConst: true },
      // No comments with the paths of modules, because the folder in them changes from build to build.
      experimental: { attachDebugInfo: "none" },
      plugins: [{ name: "sources", resolveId, load }],
    });
    function resolveId(id, importer) {
      const own = resolveOwn(id, importer);
      return own === null ? { id: secondDoor(id), external: true } : edition.sourceOf(own);
    }
    async function load(id) {
      const code = await namedExports(wholeClasses(readFileSync(id, "utf8")));
      return { code: edition.edit(code), map: readFileSync(`${id}.map`, "utf8") };
    }
    await bundle.write({ dir: resolve(out, folder), format: "esm", sourcemap: true, comments: { jsdoc: false }, minify: edition.minify });
  }
  dropUnreached(out, entries);
  rmSync("dist", { recursive: true, force: true });
  renameSync(out, "dist");
} finally {
  rmSync(out, { recursive: true, force: true });
  rmSync(modules, { recursive: true, force: true });
}

/** Returns the module of a relative import, or of a `#import` of the package; null for other packages. */
function resolveOwn(id, importer) {
  if (id.startsWith("#")) return resolve(modules, basename(manifest.imports[id].default).replace(/\.ts$/, ".js"));
  if (importer === undefined) return id;
  return id.startsWith(".") ? resolve(dirname(importer), id) : null;
}
