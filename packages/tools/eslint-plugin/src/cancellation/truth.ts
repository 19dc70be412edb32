import type { TSESTree } from "@typescript-eslint/utils";
import { libraryName, variableOf } from "../coroutines/library-name.ts";
import { constantOf, type ErrorVariables, type File, functionOf, parameterOf } from "./file.ts";

/** The value of a condition if the caught error is a CancelledError; null if it depends on something else. */
export type Truth = boolean | null;

/** The classes that a CancelledError is an instance of. */
const CLASSES = ["CancelledError", "Error", "Object"];

/** Returns what a condition gives for a CancelledError. A test of other traits selects other errors, so it is false. */
export function truthOf(file: File, errors: ErrorVariables, node: TSESTree.Expression | TSESTree.PrivateIdentifier, depth = 0): Truth {
  const inner = (each: TSESTree.Expression | TSESTree.PrivateIdentifier) => truthOf(file, errors, each, depth);
  switch (node.type) {
    case "Literal":
      return Boolean(node.value);
    case "UnaryExpression":
      return node.operator === "!" ? not(inner(node.argument)) : null;
    case "LogicalExpression":
      if (node.operator === "??") return inner(node.left);
      return node.operator === "&&" ? both(inner(node.left), inner(node.right)) : not(both(not(inner(node.left)), not(inner(node.right))));
    case "BinaryExpression":
      return comparison(file, errors, node);
    case "CallExpression":
      return call(file, errors, node, depth);
    case "Identifier": {
      if (isError(file, errors, node)) return true;
      const value = constantOf(variableOf(file.context, node)?.defs[0]);
      return value && depth < 5 ? truthOf(file, errors, value, depth + 1) : null;
    }
    case "ChainExpression":
    case "TSNonNullExpression":
    case "TSAsExpression":
      return inner(node.expression);
    case "MemberExpression":
      return belongsToError(file, errors, node) ? false : null;
    default:
      return null;
  }
}

/** Returns whether an expression is the caught error, or a constant with it. */
export function isError(file: File, errors: ErrorVariables, node: TSESTree.Node): boolean {
  if (node.type === "TSAsExpression" || node.type === "TSNonNullExpression") return isError(file, errors, node.expression);
  const variable = node.type === "Identifier" ? variableOf(file.context, node) : null;
  if (variable === null) return false;
  if (errors.has(variable)) return true;
  const value = constantOf(variable.defs[0]);
  return value !== null && value.range[0] !== node.range[0] && isError(file, errors, value);
}

function comparison(file: File, errors: ErrorVariables, { left, operator, right }: TSESTree.BinaryExpression): Truth {
  if (left.type === "PrivateIdentifier") return null;
  if (operator === "instanceof") return isError(file, errors, left) ? CLASSES.includes(nameOf(file, right)) : null;
  if (operator === "in") return isError(file, errors, right) ? false : null;
  const requests = [left, right].find(isCancelling);
  if (requests) {
    const limit = requests === left ? right : left;
    const isZero = limit.type === "Literal" && limit.value === 0;
    return [">", "!==", "!=", "<"].includes(operator) && isZero ? true : operator === ">=" ? true : isZero ? false : null;
  }
  const isEqual = areEqual(file, errors, left, right);
  if (isEqual === null) return null;
  return operator.startsWith("!") ? !isEqual : operator.startsWith("==") ? isEqual : false;
}

/** Returns whether a trait of the error equals another value, if the error is a CancelledError; null if no side is one of its traits. */
export function areEqual(file: File, errors: ErrorVariables, left: TSESTree.Expression, right: TSESTree.Expression): Truth {
  if (![left, right].some((side) => isError(file, errors, side) || belongsToError(file, errors, side))) return null;
  const names = [left, right].map((side) => (side.type === "Literal" ? side.value : nameOf(file, side)));
  return names.includes("CancelledError");
}

function call(file: File, errors: ErrorVariables, node: TSESTree.CallExpression, depth: number): Truth {
  if (isCancelling(node)) return true;
  if (belongsToError(file, errors, node.callee)) return false;
  const position = node.arguments.findIndex((argument) => isError(file, errors, argument) || belongsToError(file, errors, argument));
  if (position < 0) return null;
  const fn = depth < 5 ? functionOf(file, node.callee) : null;
  const parameter = fn && parameterOf(file, fn, position);
  if (fn && parameter) {
    const result = fn.body.type === "BlockStatement" ? onlyReturn(fn.body) : fn.body;
    if (result) return truthOf(file, new Set([parameter]), result, depth + 1);
  }
  const guarded = file.types?.guardsCancelledError(node) ?? null;
  // A function of another file that tests the error: by its name, or it selects other errors.
  return guarded ?? /cancel/i.test(file.context.sourceCode.getText(node.callee));
}

function onlyReturn({ body }: TSESTree.BlockStatement): TSESTree.Expression | null {
  const last = body.at(-1);
  return last?.type === "ReturnStatement" && body.every((each) => each === last || each.type === "VariableDeclaration")
    ? last.argument
    : null;
}

/** Returns whether an expression is a property of the error, or calls a method of one, such as `error.message.trim()`. */
function belongsToError(file: File, errors: ErrorVariables, node: TSESTree.Node): boolean {
  if (node.type === "MemberExpression") return isError(file, errors, node.object) || belongsToError(file, errors, node.object);
  if (node.type === "CallExpression") return belongsToError(file, errors, node.callee);
  if (node.type === "ChainExpression" || node.type === "TSNonNullExpression") return belongsToError(file, errors, node.expression);
  if (node.type === "UnaryExpression") return belongsToError(file, errors, node.argument);
  const definition = node.type === "Identifier" ? variableOf(file.context, node)?.defs[0] : undefined;
  if (definition?.type !== "Variable" || definition.parent.kind !== "const" || !definition.node.init) return false;
  const { id, init } = definition.node;
  return belongsToError(file, errors, init) || (id.type === "ObjectPattern" && isError(file, errors, init));
}

/** Returns whether an expression is a call of `task.cancelling()`, which counts the requests to cancel. */
function isCancelling(node: TSESTree.Node): boolean {
  if (node.type === "ChainExpression" || node.type === "TSNonNullExpression") return isCancelling(node.expression);
  const callee = node.type === "CallExpression" ? node.callee : null;
  return callee?.type === "MemberExpression" && callee.property.type === "Identifier" && callee.property.name === "cancelling";
}

function nameOf({ context }: File, node: TSESTree.Node): string {
  const own = node.type === "MemberExpression" ? node.property : node;
  return libraryName(context, node) ?? (own.type === "Identifier" ? own.name : "");
}

function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function both(a: Truth, b: Truth): Truth {
  return a === false || b === false ? false : a === null || b === null ? null : true;
}
