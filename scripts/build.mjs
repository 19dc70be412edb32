// Builds the package it is started in: one JavaScript file an entry, with tsc's declarations beside it.
// The entries are the `dist/NAME.js` that package.json names in `exports` and `bin`; each is built from `src/NAME.ts`. One that
// imports another imports its file, as a chunk for what they share would be one more to load, at 0.4 ms each.
// (Rolldown, because esbuild renames a class that mentions itself: `Future` would print as `_Future`.)
import { spawnSync } from "node:child_process";
import { readFileSync, renameSync, rmSync } from "node:fs";
import { basename, resolve } from "node:path";
import { rolldown } from "rolldown";
import { dropUnreached } from "./reached.mjs";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const named = JSON.stringify([manifest.exports, manifest.bin]).matchAll(/dist\/([\w-]+)\.js"/g);
const entries = [...new Set([...named].map((match) => `src/${match[1]}.ts`))];

// Built beside dist and swapped in when whole: whoever imports the package meanwhile sees the old one or the new one.
const out = `.dist-${process.pid}`;
try {
  const types = spawnSync("tsc", ["--project", "tsconfig.json", "--outDir", out], { stdio: "inherit" });
  if (types.status !== 0) process.exit(1);
  for (const entry of entries) {
    const others = entries.filter((other) => other !== entry).map((other) => resolve(other));
    const bundle = await rolldown({
      input: entry,
      external: (id) => /^[^./]/.test(id) || others.includes(id),
      platform: "neutral",
      transform: { target: "es2022", define: { __VERSION__: JSON.stringify(manifest.version) } },
    });
    const paths = (id) => (others.includes(id) ? `./${basename(id, ".ts")}.js` : id);
    await bundle.write({ dir: out, format: "esm", sourcemap: true, comments: { jsdoc: false }, paths });
  }
  dropUnreached(out, manifest);
  rmSync("dist", { recursive: true, force: true });
  renameSync(out, "dist");
} finally {
  rmSync(out, { recursive: true, force: true });
}
