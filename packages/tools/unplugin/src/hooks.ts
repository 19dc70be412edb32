import type { InitializeHook, LoadHook } from "node:module";
import { marksModules } from "./load.ts";
import type { Options } from "./options.ts";

let marked: ReturnType<typeof marksModules>;

/** Called by Node with the options of `registerMarks`. */
export const initialize: InitializeHook<Options> = (options) => {
  marked = marksModules(options);
};

/** Called by Node for each module, in a thread of its own. */
export const load: LoadHook = async (url, context, nextLoad) => marked(url, await nextLoad(url, context));
