// Builds the package in the current folder: one JavaScript file for each entry, with tsc's declarations beside it.
// The entries are the `dist/NAME.js` of `exports`, `imports` and `bin` in package.json; each is built from `src/NAME.ts`. An entry imports the
// file of another entry instead of sharing a chunk with it, because each file more costs time to load.
// tsc makes the modules because it moves the fields of a class into its constructor: V8 is slower at field initialisers.
// Rolldown bundles them because esbuild renames a class that mentions itself: `Future` would print as `_Future`.
import { spawnSync } from "node:child_process";
import { readFileSync, renameSync, rmSync } from "node:fs";
import { basename, resolve } from "node:path";
import { rolldown } from "rolldown";
import { distFiles } from "./dist-files.mjs";
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
  const files = entries.filter((entry) => entry.endsWith(".js")).map((entry) => resolve(modules, entry));
  for (const file of files) {
    const isOther = (id) => id !== file && files.includes(id);
    const bundle = await rolldown({
      input: file,
      external: (id) => /^[^./]/.test(id) || isOther(id),
      platform: "neutral",
      transform: { define: { __VERSION__: JSON.stringify(manifest.version) } },
      plugins: [{ name: "sources", load: loadWithSource }],
    });
    const paths = (id) => (isOther(id) ? `./${basename(id)}` : id);
    await bundle.write({ dir: out, format: "esm", sourcemap: true, comments: { jsdoc: false }, paths });
  }
  dropUnreached(out, entries);
  rmSync("dist", { recursive: true, force: true });
  renameSync(out, "dist");
} finally {
  rmSync(out, { recursive: true, force: true });
  rmSync(modules, { recursive: true, force: true });
}

/** Loads a module of tsc's with whole classes, and with the map to its source. */
function loadWithSource(id) {
  return { code: wholeClasses(readFileSync(id, "utf8")), map: readFileSync(`${id}.map`, "utf8") };
}
