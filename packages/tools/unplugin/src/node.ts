import nodeModule from "node:module";
import { marksModules } from "./load.ts";
import type { Options } from "./options.ts";

/**
 * Marks the coroutine functions of all modules that this process loads from now on. With NODE_ENV=production it does so only
 * if `production` is set.
 *
 * Before Node 22.15 it leaves CommonJS modules as they are.
 */
export function registerMarks(options: Options = {}): void {
  if (process.env["NODE_ENV"] === "production" && options.production !== true) return;
  if (typeof nodeModule.registerHooks === "function") {
    const marked = marksModules(options);
    nodeModule.registerHooks({ load: (url, context, nextLoad) => marked(url, nextLoad(url, context)) });
  } else nodeModule.register("./hooks.js", import.meta.url, { data: options });
}
export type { Options, Pattern } from "./options.ts";
