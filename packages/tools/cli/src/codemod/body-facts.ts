import { ts } from "ts-morph";
import { type ConvertibleNode } from "./async-function.ts";

/** The parts of a function's body that decide how it can be converted. */
export interface BodyFacts {
  readonly usesThis: boolean;
  readonly usesArguments: boolean;
  readonly usesSuper: boolean;
  readonly usesAwaitUsing: boolean;
  /** The returns inside a `try` that has a `catch` or `finally`. */
  readonly returnsInTry: readonly ts.Expression[];
}

/** Returns the facts about a function. Arrow functions inside it share its `this`, other functions and classes do not. */
export function bodyFactsOf(node: ConvertibleNode): BodyFacts {
  const facts = { usesThis: false, usesArguments: false, usesSuper: false, usesAwaitUsing: false, returnsInTry: [] as ts.Expression[] };
  visit(node.body!, false, true);
  return facts;

  function visit(child: ts.Node, inTry: boolean, isOwn: boolean): void {
    if (child.kind === ts.SyntaxKind.ThisKeyword) facts.usesThis = true;
    else if (child.kind === ts.SyntaxKind.SuperKeyword) facts.usesSuper = facts.usesThis = true;
    else if (isArguments(child)) facts.usesArguments = true;
    else if (isOwn && ts.isVariableDeclarationList(child) && isAwaitUsing(child)) facts.usesAwaitUsing = true;
    else if (isOwn && inTry && ts.isReturnStatement(child) && child.expression !== undefined) facts.returnsInTry.push(child.expression);
    if (ts.isFunctionLike(child) && !ts.isArrowFunction(child)) return;
    if (ts.isClassLike(child)) return;
    const owns = isOwn && !ts.isArrowFunction(child);
    ts.forEachChild(child, (inner) => visit(inner, inTry || (ts.isTryStatement(child) && inner === child.tryBlock), owns));
  }
}

function isAwaitUsing({ flags }: ts.VariableDeclarationList): boolean {
  const mask: number = ts.NodeFlags.AwaitUsing;
  return (flags & mask) === mask;
}

function isArguments(node: ts.Node): boolean {
  if (!ts.isIdentifier(node) || node.text !== "arguments") return false;
  const { parent } = node;
  return !(ts.isPropertyAccessExpression(parent) && parent.name === node) && !(ts.isPropertyAssignment(parent) && parent.name === node);
}

/** Calls `visit` for each node of a function's body that belongs to the function itself, not to a function inside it. */
export function visitOwn(body: ts.Node, visit: (node: ts.Node) => void): void {
  ts.forEachChild(body, (child) => {
    visit(child);
    if (!ts.isFunctionLike(child) && !ts.isClassLike(child)) visitOwn(child, visit);
  });
}

/** Returns whether a node awaits in the function to which it belongs. */
export function awaits(node: ts.Node): boolean {
  let found = false;
  visitOwn(node, (child) => {
    found ||= ts.isAwaitExpression(child) || (ts.isForOfStatement(child) && child.awaitModifier !== undefined);
  });
  return found;
}
