import type { Plugin } from "rolldown";
import type { Options } from "./options.ts";
import { plugin } from "./plugin.ts";

/** Returns the plugin for Rolldown. */
const rolldown: (options?: Options) => Plugin = plugin.rolldown as never;

export default rolldown;
export type { Options, Pattern } from "./options.ts";
