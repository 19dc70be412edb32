import type { TSESTree } from "@typescript-eslint/utils";
import { unwrap } from "../coroutines/unwrap.ts";

/** Returns the expressions of which a statement drops the values: both branches of a condition, each item of an array. */
export function droppedValues(expression: TSESTree.Expression): TSESTree.Expression[] {
  const node = unwrap(expression);
  switch (node.type) {
    case "SequenceExpression":
      return node.expressions.flatMap((each) => droppedValues(each));
    case "ConditionalExpression":
      return [...droppedValues(node.consequent), ...droppedValues(node.alternate)];
    case "LogicalExpression":
      return droppedValues(node.right);
    case "ArrayExpression":
      return node.elements.flatMap((item) => (item && item.type !== "SpreadElement" ? droppedValues(item) : []));
    case "AssignmentExpression":
    case "UnaryExpression":
    case "UpdateExpression":
    case "Literal":
      return [];
    case "CallExpression":
      return returnsKnownValue(node) ? [] : [node];
    default:
      return [node];
  }
}

/** Methods that return what they were given, or what was in a list: the value is also elsewhere. */
const RETURN_KNOWN = new Set(["assign", "pop", "shift", "splice"]);

function returnsKnownValue({ callee }: TSESTree.CallExpression): boolean {
  return callee.type === "MemberExpression" && callee.property.type === "Identifier" && RETURN_KNOWN.has(callee.property.name);
}
