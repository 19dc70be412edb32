import type { WebpackPluginInstance } from "webpack";
import type { Options } from "./options.ts";
import { plugin } from "./plugin.ts";

/** Returns the plugin for webpack. */
const webpack: (options?: Options) => WebpackPluginInstance = plugin.webpack as never;

export default webpack;
export type { Options, Pattern } from "./options.ts";
