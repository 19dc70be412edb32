import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type BuildOptions } from "esbuild";

/**
 * Bundles a program for a page.
 *
 * @param source the entry of the program, as options of esbuild
 * @returns the bytes of the bundle, minified and gzipped
 */
export async function bundledSize(source: BuildOptions): Promise<number> {
  const { outputFiles } = await build({
    ...source,
    absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
    bundle: true,
    external: ["node:*"],
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
