import type { TSESTree } from "@typescript-eslint/utils";

/** How the place of an expression uses the value as if it were the result. */
export type Use = "condition" | "text" | "operand";

/** Returns the expressions that a node takes for results: its conditions, the parts of its text, its operands. */
export function usesIn(node: TSESTree.Node): [use: Use, value: TSESTree.Expression][] {
  switch (node.type) {
    case "IfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "ConditionalExpression":
      return [["condition", node.test]];
    case "ForStatement":
      return node.test ? [["condition", node.test]] : [];
    case "SwitchStatement":
      return [["condition", node.discriminant]];
    case "LogicalExpression":
      return [["condition", node.left]];
    case "UnaryExpression":
      return node.operator === "!" ? [["condition", node.argument]] : [];
    case "TemplateLiteral":
      return node.expressions.map((part) => ["text", part]);
    case "BinaryExpression":
      return node.operator === "instanceof" || node.operator === "in"
        ? []
        : [
            ["operand", node.left],
            ["operand", node.right],
          ];
    default:
      return [];
  }
}
