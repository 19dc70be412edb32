import { ts } from "ts-morph";
import { isAsyncFunction } from "./async-function.ts";

export type CombinatorName = "all" | "allSettled" | "race" | "any";

/** A call of `Promise.all` and its siblings. */
export interface Combinator {
  readonly name: CombinatorName;
  readonly argument: ts.Expression;
}

/** Returns the parts of a call of a combinator of `Promise`; null for all other expressions. */
export function combinatorOf(node: ts.Expression): Combinator | null {
  if (!ts.isCallExpression(node) || node.arguments.length !== 1) return null;
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression) || expression.expression.getText() !== "Promise") return null;
  const name = expression.name.text;
  if (name !== "all" && name !== "allSettled" && name !== "race" && name !== "any") return null;
  return { name, argument: node.arguments[0]! };
}

/** Returns whether a value is the callback of `array.map` in an awaited `Promise.all` or `Promise.allSettled`. */
export function isMapperOfGather(node: ts.Node, checker: ts.TypeChecker): boolean {
  const map = node.parent;
  if (!ts.isCallExpression(map) || !isMapCall(map, checker) || mapperOf(map) !== node) return false;
  const call = map.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== map) return false;
  const combinator = combinatorOf(call);
  return combinator !== null && (combinator.name === "all" || combinator.name === "allSettled") && isAwaited(call);
}

/** Returns the callback of `array.map(callback)` and `Array.from(items, callback)`. */
export function mapperOf(map: ts.CallExpression): ts.Expression | undefined {
  return isArrayFrom(map) ? map.arguments[1] : map.arguments[0];
}

export function isMapCall(node: ts.Expression, checker: ts.TypeChecker): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  if (isArrayFrom(node)) return node.arguments.length === 2;
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== "map" || node.arguments.length !== 1) return false;
  const type = checker.getTypeAtLocation(expression.expression);
  return checker.isArrayType(type) || checker.isTupleType(type);
}

function isArrayFrom(node: ts.CallExpression): boolean {
  return node.expression.getText() === "Array.from";
}

/** Returns whether an expression is awaited, or returned by an async function outside of a `try`. */
function isAwaited(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isAwaited(parent);
  if (ts.isArrowFunction(parent)) return isAsyncFunction(parent);
  return ts.isAwaitExpression(parent) || (ts.isReturnStatement(parent) && isOutsideOfTry(parent));
}

function isOutsideOfTry(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isFunctionLike(parent)) return isAsyncFunction(parent);
  return !ts.isTryStatement(parent) && isOutsideOfTry(parent);
}
