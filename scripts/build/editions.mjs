import { existsSync } from "node:fs";
import { withMessageCodes } from "./message-codes.mjs";

/** The edition for every host, built from the sources as they are. */
const whole = { sourceOf: (id) => id, edit: (code) => code, minify: false };

/**
 * The editions of a package, by their folders in `dist`. In place of `NAME.ts`, the editions for pages take `NAME.browser.ts` or
 * `NAME.page.ts` if there is one.
 *
 * - `browser` has all but the parts that need a process.
 * - `page` is for pages in production: no diagnostics either, and codes in place of messages.
 *
 * Bundlers find them by the conditions `browser` and `production`.
 */
export const editions = {
  ".": whole,
  browser: { ...whole, sourceOf: (id) => inPlaceOf(id, "browser") },
  page: {
    sourceOf: (id) => inPlaceOf(id, "page", "browser"),
    edit: (code) => withMessageCodes(code).code,
    minify: { compress: true, mangle: false, codegen: false },
  },
};

function inPlaceOf(id, ...names) {
  const candidates = names.map((name) => id?.replace(/\.js$/, `.${name}.js`));
  return candidates.find((file) => file !== undefined && existsSync(file)) ?? id;
}
