import { existsSync } from "node:fs";
import { withoutTexts } from "./page-texts.mjs";

/** The edition for every host, built from the sources as they are. Only conditions on constants disappear. */
const whole = { sourceOf: (id) => id, edit: (code) => code, minify: "dce-only" };

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
    sourceOf: pageSource,
    edit: withoutTexts,
    minify: { compress: true, mangle: false, codegen: false },
  },
};

/** Returns the module that pages in production have in place of another. */
export function pageSource(id) {
  return inPlaceOf(id, "page", "browser");
}

function inPlaceOf(id, ...names) {
  const candidates = names.map((name) => id.replace(/(?=\.[jt]s$)/, `.${name}`));
  return candidates.find((file) => existsSync(file)) ?? id;
}
