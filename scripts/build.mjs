// Builds the package it is started in: one JavaScript file an entry, with tsc's declarations beside it.
// The entries are the `dist/NAME.js` that package.json names in `exports` and `bin`; each is built from `src/NAME.ts`. One that
// imports another imports its file, as a chunk for what they share would be one more to load, at 0.4 ms each.
// tsc makes the modules, since it moves the fields of a class into its constructor: V8 takes 5 ns for fields that it initialises
// itself, once for each class of a hierarchy, and a task is of two.
// (Rolldown, because esbuild renames a class that mentions itself: `Future` would print as `_Future`.)
import { spawnSync } from "node:child_process";
import { readFileSync, renameSync, rmSync } from "node:fs";
import { basename, resolve } from "node:path";
import { rolldown } from "rolldown";
import { dropUnreached } from "./reached.mjs";
import { wholeClasses } from "./whole-classes.mjs";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const named = JSON.stringify([manifest.exports, manifest.bin]).matchAll(/dist\/([\w-]+)\.js"/g);
const entries = [...new Set([...named].map((match) => match[1]))];

// Built beside dist and swapped in when whole: whoever imports the package meanwhile sees the old one or the new one.
const out = `.dist-${process.pid}`;
const modules = `${out}-modules`;
try {
  const options = ["--project", "tsconfig.json", "--declarationDir", out, "--outDir", modules];
  if (spawnSync("tsc", options, { stdio: "inherit" }).status !== 0) process.exit(1);
  const files = entries.map((entry) => resolve(modules, `${entry}.js`));
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
  dropUnreached(out, manifest);
  rmSync("dist", { recursive: true, force: true });
  renameSync(out, "dist");
} finally {
  rmSync(out, { recursive: true, force: true });
  rmSync(modules, { recursive: true, force: true });
}

/** A module that tsc made, its classes whole, with the map that leads to its source. */
function loadWithSource(id) {
  return { code: wholeClasses(readFileSync(id, "utf8")), map: readFileSync(`${id}.map`, "utf8") };
}
