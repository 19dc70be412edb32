import type { Plugin } from "vite";
import type { Options } from "./options.ts";
import { plugin } from "./plugin.ts";

/** Returns the plugin for Vite and Vitest. */
const vite: (options?: Options) => Plugin = plugin.vite as never;

export default vite;
export type { Options, Pattern } from "./options.ts";
