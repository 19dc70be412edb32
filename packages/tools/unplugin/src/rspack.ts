import type { RspackPluginInstance } from "@rspack/core";
import type { Options } from "./options.ts";
import { plugin } from "./plugin.ts";

/** Returns the plugin for Rspack. */
const rspack: (options?: Options) => RspackPluginInstance = plugin.rspack as never;

export default rspack;
export type { Options, Pattern } from "./options.ts";
