export { mark, type MarkedCode, type MarkOptions } from "./mark.ts";
export type { Options, Pattern } from "./options.ts";
export type { Format } from "./syntax.ts";
