import type { Plugin } from "rollup";
import type { Options } from "./options.ts";
import { plugin } from "./plugin.ts";

/** Returns the plugin for Rollup. */
const rollup: (options?: Options) => Plugin = plugin.rollup as never;

export default rollup;
export type { Options, Pattern } from "./options.ts";
