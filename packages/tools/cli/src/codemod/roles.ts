import { ts } from "ts-morph";
import { type ConvertibleFunction, declarationOf, functionAround } from "./async-function.ts";
import { type BodyFacts, bodyFactsOf } from "./body-facts.ts";
import { isMapperOfGather } from "./promise-combinator.ts";
import { thenabilityOf } from "./promise-types.ts";
import type { Reference } from "./references.ts";

/** What becomes of exported functions and of methods that code outside may call. */
export type Exports = "coroutine" | "promise";

/** Gives each function its role. The functions are in the order of their files, outer ones before inner ones. */
export function assignRoles(
  functions: ReadonlyMap<ts.Node, ConvertibleFunction>,
  references: ReadonlyMap<ts.Node, readonly Reference[]>,
  exports: Exports,
  checker: ts.TypeChecker,
): void {
  for (const fn of functions.values()) {
    const facts = bodyFactsOf(fn.node);
    const reason = obstacleOf(fn, facts);
    if (reason !== null) Object.assign(fn, { role: "left", reason });
    else if (mayBeCoroutine(fn, facts)) fn.role = "coroutine";
    else if (!fn.isAsync) fn.role = "left";
    else if (facts.usesSuper)
      Object.assign(fn, { role: "left", reason: "calls a method of super, which a function* inside the method cannot" });
    else fn.role = "promise";
  }

  function mayBeCoroutine({ node, isAsync }: ConvertibleFunction, facts: BodyFacts): boolean {
    if (ts.isArrowFunction(node) && (facts.usesThis || facts.usesArguments)) return false;
    if (isAsync && facts.returnsInTry.some((value) => thenabilityOf(checker.getTypeAtLocation(value), checker) !== "value")) return false;
    const declaration = declarationOf(node);
    if (declaration === null) return isCalledInPlace(node) || isGathered(node);
    return isFree(declaration, node) && hasOneSignature(node) && hasKnownCallers(declaration);
  }

  /** `xs.map(async (x) => …)` in the `Promise.all` of a converted function. */
  function isGathered(node: ts.Node): boolean {
    if (!isMapperOfGather(node, checker)) return false;
    const around = functions.get(functionAround(node)!);
    return around !== undefined && around.role !== "left";
  }

  function hasKnownCallers(declaration: ts.Declaration): boolean {
    const isExported = isExportedDeclaration(declaration);
    const uses = references.get(declaration) ?? [];
    if (exports === "promise" && (isExported || uses.some(({ use }) => use === "export" || use === "outside"))) return false;
    return uses.every(({ use }) => use !== "value");
  }

  /** Returns whether no contract outside of its declaration asks a method for a promise. */
  function isFree(declaration: ts.Declaration, node: ts.Node): boolean {
    if (!ts.isMethodDeclaration(node)) return true;
    if (!ts.isClassLike(node.parent) || ts.getDecorators(node) !== undefined) return false;
    if (ts.isPrivateIdentifier(node.name)) return true;
    const isPrivate = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) !== 0;
    if (isPrivate) return true;
    if (exports === "promise" || !ts.isIdentifier(node.name)) return false;
    return !hasHeritage(node.parent) && (references.get(node.parent) ?? []).every(({ node: use }) => !isExtended(use));
  }
}

/** Returns the reason for which a function cannot be converted at all, or null. */
function obstacleOf({ isAsync, node }: ConvertibleFunction, facts: BodyFacts): string | null {
  if (!isAsync) return null;
  if (node.asteriskToken !== undefined)
    return "is an async generator: see asyncGenerator of asyncio-ts and toAsyncIterable of @asyncio-ts/promise";
  if (isProbed(node)) return "is only looked at: `(async () => {}).constructor`";
  if (facts.usesAwaitUsing) return "uses `await using`: clean up in a `finally` that awaits";
  return null;
}

function hasOneSignature(node: ConvertibleFunction["node"]): boolean {
  if (!ts.isFunctionDeclaration(node) && !ts.isMethodDeclaration(node)) return true;
  const siblings = ts.isMethodDeclaration(node) ? (node.parent as ts.ClassLikeDeclaration).members : (node.parent as ts.Block).statements;
  return ![...siblings].some(
    (other) =>
      other !== node &&
      other.kind === node.kind &&
      node.name !== undefined &&
      (other as typeof node).name?.getText() === node.name.getText(),
  );
}

/** `(async () => {}).constructor` */
function isProbed(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isProbed(parent);
  return ts.isPropertyAccessExpression(parent) && !ts.isCallExpression(parent.parent);
}

function hasHeritage(node: ts.ClassLikeDeclaration): boolean {
  return (node.heritageClauses?.length ?? 0) > 0;
}

function isExtended(use: ts.Node): boolean {
  return ts.isExpressionWithTypeArguments(use.parent) && ts.isHeritageClause(use.parent.parent);
}

function isExportedDeclaration(declaration: ts.Declaration): boolean {
  const flags = ts.getCombinedModifierFlags(declaration);
  return (flags & (ts.ModifierFlags.Export | ts.ModifierFlags.Default)) !== 0;
}

/** `(async () => { … })()` */
function isCalledInPlace(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isCalledInPlace(parent);
  return ts.isCallExpression(parent) && parent.expression === node && parent.arguments.length === 0;
}
