import type { Context } from "../eslint/define-rule.ts";
import type { GeneratorNode } from "./functions.ts";
import { libraryName } from "./library-name.ts";

/** Returns whether a `function*` is written inside `coroutine(…)`. */
export function isMarked(context: Context<never>, { parent }: GeneratorNode): boolean {
  return parent.type === "CallExpression" && libraryName(context, parent.callee) === "coroutine";
}
