import type { TSESTree } from "@typescript-eslint/utils";

/** Returns an expression without type assertions and optional chains around it. */
export function unwrap(node: TSESTree.Expression): TSESTree.Expression {
  switch (node.type) {
    case "ChainExpression":
    case "TSNonNullExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
      return unwrap(node.expression);
    default:
      return node;
  }
}
