import type { TSESTree } from "@typescript-eslint/utils";
import { enclosingFunction } from "../coroutines/functions.ts";
import { libraryName } from "../coroutines/library-name.ts";
import type { File } from "./file.ts";

/** The operators of RxJS that run coroutines. */
const TASK_OPERATORS = new Set(["switchMapTask", "mergeMapTask", "concatMapTask", "exhaustMapTask"]);

/** The positions of the handlers of promises. */
const POSITIONS: Readonly<Record<string, number | undefined>> = { catch: 0, then: 1 };

/** The functions of which the promise or Observable fails with the errors of a coroutine. */
const BRIDGES = new Set(["toPromise", "toObservable", "observable"]);

/**
 * Returns the handler in a call that receives the errors of a coroutine: of a promise or task inside a coroutine, or of an RxJS
 * pipeline. Elsewhere no task goes on after a promise's handler.
 */
export function errorHandlerIn(file: File, { callee, arguments: all }: TSESTree.CallExpression): TSESTree.Node | null {
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return null;
  const { object, property } = callee;
  const position = POSITIONS[property.name];
  if (position !== undefined) return isInCoroutine(callee) && failsAsCoroutine(file, object) ? (all[position] ?? null) : null;
  if (property.name !== "pipe") return null;
  let runsCoroutines = failsAsCoroutine(file, object);
  for (const operator of all) {
    if (operator.type !== "CallExpression") continue;
    const name = libraryName(file.context, operator.callee);
    if (name !== null && TASK_OPERATORS.has(name)) runsCoroutines = true;
    const isCatch = operator.callee.type === "Identifier" && operator.callee.name === "catchError";
    if (isCatch && runsCoroutines) return operator.arguments[0] ?? null;
  }
  return null;
}

function isInCoroutine(node: TSESTree.Node): boolean {
  const fn = enclosingFunction(node);
  return fn !== null && (fn.generator || isInCoroutine(fn));
}

function failsAsCoroutine(file: File, node: TSESTree.Expression): boolean {
  const kind = file.types?.kindOf(node);
  if (kind === "task") return true;
  if (node.type !== "CallExpression") return false;
  const name = libraryName(file.context, node.callee);
  if (name !== null) return BRIDGES.has(name);
  // The promise of a promise: `toPromise(main()).then(show)`.
  const isChained = node.callee.type === "MemberExpression" && node.arguments.length < 2;
  return isChained && failsAsCoroutine(file, (node.callee as TSESTree.MemberExpression).object);
}
