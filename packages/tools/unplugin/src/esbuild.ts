import type { Plugin } from "esbuild";
import type { Options } from "./options.ts";
import { plugin } from "./plugin.ts";

/** Returns the plugin for esbuild. */
const esbuild: (options?: Options) => Plugin = plugin.esbuild as never;

export default esbuild;
export type { Options, Pattern } from "./options.ts";
