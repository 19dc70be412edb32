// Builds the package it is started in: one JavaScript file an entry, with tsc's declarations beside it.
// The entries are the `dist/NAME.js` that package.json names in `exports` and `bin`; each is built from `src/NAME.ts`.
import { execFileSync } from "node:child_process";
import { readFileSync, renameSync, rmSync } from "node:fs";
import { build } from "esbuild";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const named = JSON.stringify([manifest.exports, manifest.bin]).matchAll(/dist\/([\w-]+)\.js"/g);
const entries = [...new Set([...named].map((match) => `src/${match[1]}.ts`))];

// Built beside dist and swapped in when whole: whoever imports the package meanwhile sees the old one or the new one.
const out = `.dist-${process.pid}`;
try {
  await build({
    entryPoints: entries,
    outdir: out,
    bundle: true,
    splitting: entries.length > 1,
    packages: "external",
    platform: "neutral",
    format: "esm",
    target: "es2022",
    sourcemap: true,
    define: { __VERSION__: JSON.stringify(manifest.version) },
    logLevel: "warning",
  });
  execFileSync("tsc", ["--project", "tsconfig.json", "--outDir", out], { stdio: "inherit" });
  rmSync("dist", { recursive: true, force: true });
  renameSync(out, "dist");
} catch (error) {
  // esbuild and tsc have said what is wrong; their stack traces would say nothing more.
  if (!("errors" in error) && !("status" in error)) throw error;
  process.exitCode = 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
