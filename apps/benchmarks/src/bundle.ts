import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type BuildOptions } from "esbuild";

/** Whether a page is bundled for production. Bundlers then set another condition, and find another edition of the packages. */
export type Mode = "production" | "development";

/**
 * Bundles a program for a page. Foreign libraries are not counted.
 *
 * @param source the entry of the program, as options of esbuild
 * @returns the bytes of the bundle, minified and gzipped
 */
export async function bundledSize(source: BuildOptions, mode: Mode = "production"): Promise<number> {
  const { outputFiles } = await build({
    external: ["node:*"],
    ...source,
    absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
    bundle: true,
    conditions: [mode],
    format: "esm",
    logLevel: "silent",
    minify: true,
    platform: "browser",
    target: "es2022",
    write: false,
  });
  const { contents } = outputFiles[0]!;
  return contents.length === 0 ? 0 : gzipSync(contents, { level: 9 }).length;
}
