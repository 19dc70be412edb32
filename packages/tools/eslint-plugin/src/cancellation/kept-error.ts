import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { enclosingFunction, nodesIn } from "../coroutines/functions.ts";
import { variableOf } from "../coroutines/library-name.ts";
import type { File } from "./file.ts";
import { isError } from "./truth.ts";

/**
 * Returns whether a handler keeps the error in a variable of its function, or in a list there, and the function throws it later:
 * `errors.push(error)` … `throw errors[0]`.
 */
export function isThrownLater(file: File, { param, body }: TSESTree.CatchClause): boolean {
  const { context } = file;
  const { visitorKeys } = context.sourceCode;
  const fn = enclosingFunction(body);
  const error = param?.type === "Identifier" ? variableOf(context, param) : null;
  if (fn === null || error === null) return false;
  const kept = new Set<TSESLint.Scope.Variable>([error]);
  const isHeld = (node: TSESTree.Node) => nodesIn(node, "Identifier", visitorKeys).some((name) => kept.has(variableOf(context, name)!));
  for (const { left, right } of nodesIn(body, "AssignmentExpression", visitorKeys)) {
    const target = left.type === "Identifier" ? variableOf(context, left) : null;
    if (target && isHeld(right)) kept.add(target);
  }
  for (const { callee, arguments: all } of nodesIn(body, "CallExpression", visitorKeys)) {
    const list = callee.type === "MemberExpression" && callee.object.type === "Identifier" ? variableOf(context, callee.object) : null;
    if (list && all.some((argument) => isError(file, new Set([error]), argument))) kept.add(list);
  }
  kept.delete(error);
  return nodesIn(fn.body, "ThrowStatement", visitorKeys).some(({ argument }) => isHeld(argument));
}
