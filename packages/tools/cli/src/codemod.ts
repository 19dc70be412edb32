export type { Conversion } from "./codemod/convert.ts";
export { type CodemodOptions, conversionOf, runCodemod } from "./codemod/run-codemod.ts";
