import type { TSESTree } from "@typescript-eslint/utils";
import { unwrap } from "../coroutines/unwrap.ts";

/** An expression of which the value is dropped, and whether `void` says that this is meant. */
export interface DroppedValue {
  readonly node: TSESTree.Expression;
  readonly isVoid: boolean;
}

/** Returns the expressions of which a statement drops the values: both branches of a condition, each item of an array. */
export function droppedValues(expression: TSESTree.Expression, isVoid = false): DroppedValue[] {
  const node = unwrap(expression);
  switch (node.type) {
    case "SequenceExpression":
      return node.expressions.flatMap((each) => droppedValues(each, isVoid));
    case "ConditionalExpression":
      return [...droppedValues(node.consequent, isVoid), ...droppedValues(node.alternate, isVoid)];
    case "LogicalExpression":
      return droppedValues(node.right, isVoid);
    case "UnaryExpression":
      return droppedValues(node.argument, isVoid || node.operator === "void");
    case "ArrayExpression":
      return node.elements.flatMap((item) => (item && item.type !== "SpreadElement" ? droppedValues(item, isVoid) : []));
    case "AssignmentExpression":
    case "UpdateExpression":
    case "Literal":
      return [];
    case "CallExpression":
      return returnsKnownValue(node) ? [] : [{ node, isVoid }];
    default:
      return [{ node, isVoid }];
  }
}

/** Methods that return what they were given, or what was in a list: the value is also elsewhere. */
const RETURN_KNOWN = new Set(["assign", "pop", "shift", "splice"]);

function returnsKnownValue({ callee }: TSESTree.CallExpression): boolean {
  return callee.type === "MemberExpression" && callee.property.type === "Identifier" && RETURN_KNOWN.has(callee.property.name);
}
