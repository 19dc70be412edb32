import type { TSESTree } from "@typescript-eslint/utils";
import type { Context } from "../eslint/define-rule.ts";
import { variableOf } from "../coroutines/library-name.ts";

/** Returns whether a declaration names a single variable that is neither read nor exported. */
export function isUnread(context: Context<never>, { id, parent }: TSESTree.VariableDeclarator): boolean {
  if (id.type !== "Identifier" || parent.parent.type === "ExportNamedDeclaration") return false;
  const variable = variableOf(context, id);
  return variable !== null && variable.references.every((reference) => !reference.isRead());
}
