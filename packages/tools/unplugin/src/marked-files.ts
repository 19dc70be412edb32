import { createFilter } from "unplugin-utils";
import type { Options } from "./options.ts";

/** JavaScript and TypeScript, and the script block of a component: `Page.vue?vue&type=script&lang.ts`. */
const SCRIPT = /\.[cm]?[jt]sx?(?:\?.*)?$/;

const DECLARATIONS = /\.d\.[cm]?ts$/;

const INSTALLED = /[\\/]node_modules[\\/]/;

/** Packages that make `coroutine` must not import it. */
const OURS = /[\\/]node_modules[\\/](?:@asyncio-ts[\\/]|asyncio-ts[\\/])/;

/** Returns the test for the files that are marked. */
export function markedFiles({ include, exclude }: Options): (file: string) => boolean {
  const isIncluded = createFilter((include ?? SCRIPT) as string | RegExp, (exclude ?? INSTALLED) as string | RegExp);
  return (file) => SCRIPT.test(file) && !DECLARATIONS.test(file) && !OURS.test(file) && isIncluded(file);
}
