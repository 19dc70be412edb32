import { join } from "node:path";
import { promisify } from "node:util";
import { rspack } from "@rspack/core";
import * as esbuild from "esbuild";
import { rolldown } from "rolldown";
import { rollup } from "rollup";
import { build, transformWithOxc } from "vite";
import webpack from "webpack";
import esbuildMarks from "@asyncio-ts/unplugin/esbuild";
import rolldownMarks from "@asyncio-ts/unplugin/rolldown";
import rollupMarks from "@asyncio-ts/unplugin/rollup";
import rspackMarks from "@asyncio-ts/unplugin/rspack";
import viteMarks from "@asyncio-ts/unplugin/vite";
import webpackMarks from "@asyncio-ts/unplugin/webpack";
import type { Options } from "@asyncio-ts/unplugin";

/** Bundles the `main.ts` of a folder into `out/main.js` there, with a source map. The library stays outside. */
type Bundle = (folder: string, mode: "development" | "production", options?: Options) => Promise<unknown>;

const external = ["asyncio-ts"];

/** Rollup itself takes JavaScript only. */
const withoutTypes = {
  name: "types",
  transform: (code: string, id: string) => (id.endsWith(".ts") ? transformWithOxc(code, id) : null),
};

const webpackOptions = (folder: string, mode: "development" | "production") => ({
  mode,
  context: folder,
  entry: "./main.ts",
  devtool: "source-map" as const,
  externalsType: "module" as const,
  externals: { "asyncio-ts": "asyncio-ts" },
  optimization: { minimize: false },
  output: {
    path: join(folder, "out"),
    filename: "main.js",
    module: true,
    library: { type: "module" as const },
    devtoolModuleFilenameTemplate: "[absolute-resource-path]",
  },
});

export const bundlers: Record<string, Bundle> = {
  async Vite(folder, mode, options) {
    await build({
      root: folder,
      mode,
      logLevel: "silent",
      configFile: false,
      define: { "process.env.NODE_ENV": JSON.stringify(mode) },
      plugins: [viteMarks(options)],
      build: {
        outDir: "out",
        sourcemap: true,
        minify: false,
        target: "esnext",
        lib: { entry: "main.ts", formats: ["es"], fileName: () => "main.js" },
        rolldownOptions: { external },
      },
    });
  },
  async Rollup(folder, _mode, options) {
    const bundle = await rollup({ input: join(folder, "main.ts"), external, plugins: [rollupMarks(options), withoutTypes] });
    await bundle.write({ file: join(folder, "out/main.js"), sourcemap: true });
  },
  async Rolldown(folder, _mode, options) {
    const bundle = await rolldown({ input: join(folder, "main.ts"), external, plugins: [rolldownMarks(options)] });
    await bundle.write({ file: join(folder, "out/main.js"), sourcemap: true });
  },
  async esbuild(folder, _mode, options) {
    await esbuild.build({
      entryPoints: [join(folder, "main.ts")],
      outfile: join(folder, "out/main.js"),
      bundle: true,
      format: "esm",
      sourcemap: true,
      external,
      plugins: [esbuildMarks(options)],
    });
  },
  async webpack(folder, mode, options) {
    const loader = [{ test: /\.ts$/, use: [{ loader: "esbuild-loader" }] }];
    const types = {
      experiments: { outputModule: true },
      module: { rules: loader },
      resolveLoader: { alias: { "esbuild-loader": join(import.meta.dirname, "types-loader.mjs") } },
    };
    const compiler = webpack({ ...webpackOptions(folder, mode), ...types, plugins: [webpackMarks(options)] })!;
    await finished(await promisify(compiler.run.bind(compiler))());
    await promisify(compiler.close.bind(compiler))();
  },
  async Rspack(folder, mode, options) {
    const swc = { loader: "builtin:swc-loader", options: { jsc: { parser: { syntax: "typescript" }, target: "es2022" } } };
    const compiler = rspack({
      ...webpackOptions(folder, mode),
      module: { rules: [{ test: /\.ts$/, use: [swc] }] },
      plugins: [rspackMarks(options)],
    });
    await finished(await promisify(compiler.run.bind(compiler))());
    await promisify(compiler.close.bind(compiler))();
  },
};

async function finished(stats: { hasErrors(): boolean; toString(): string } | undefined): Promise<void> {
  if (stats?.hasErrors() !== false) throw new Error(String(stats));
}
