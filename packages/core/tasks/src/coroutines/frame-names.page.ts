// In place of frame-names.ts in the edition for pages in production, which has no stacks.
import type * as frameNames from "./frame-names.ts";

export const nameFrame: (typeof frameNames)["nameFrame"] = (fn) => fn;
