import { ts } from "ts-morph";
import { type ConvertibleFunction, functionAround, withoutParentheses } from "./async-function.ts";
import type { Reference } from "./references.ts";

/** What decides which parameters are dropped. */
export interface SignalSearch {
  readonly functions: ReadonlyMap<ts.Node, ConvertibleFunction>;
  readonly byDeclaration: ReadonlyMap<ts.Node, ConvertibleFunction>;
  readonly references: ReadonlyMap<ts.Node, readonly Reference[]>;
  readonly checker: ts.TypeChecker;
}

/**
 * Returns the parameters of coroutine functions that take an AbortSignal only to pass it along. Cancellation replaces them:
 * `fromPromise((signal) => …)` gives a signal to a foreign call, and `toPromise(…, { signal })` takes that of a caller.
 */
export function signalParametersOf(search: SignalSearch): Set<ts.Node> {
  const { functions, references, checker } = search;
  const dropped = new Set<ts.Node>();
  for (const { node, role } of functions.values()) {
    if (role === "coroutine") for (const parameter of node.parameters) if (isSignal(parameter, checker)) dropped.add(parameter);
  }
  // A parameter stays if the one to which it is passed stays.
  for (let size = -1; size !== dropped.size;) {
    size = dropped.size;
    for (const parameter of dropped) {
      const uses = references.get(parameter) ?? [];
      if (!uses.every(({ node }) => isPassedAlong(node, search, dropped)) || !callersAgree(parameter, search, dropped))
        dropped.delete(parameter);
    }
  }
  return dropped;
}

function isSignal(parameter: ts.ParameterDeclaration, checker: ts.TypeChecker): boolean {
  if (!ts.isIdentifier(parameter.name) || parameter.initializer !== undefined || parameter.dotDotDotToken !== undefined) return false;
  return checker.getNonNullableType(checker.getTypeAtLocation(parameter)).symbol?.name === "AbortSignal";
}

function isPassedAlong(node: ts.Node, search: SignalSearch, dropped: ReadonlySet<ts.Node>): boolean {
  const call = node.parent;
  if (ts.isCallExpression(call) && parameterOf(call, node, search, dropped) !== null) return true;
  return foreignCallAround(node, search) !== null;
}

/** Returns the dropped parameter to which an argument is passed. */
function parameterOf(call: ts.CallExpression, argument: ts.Node, search: SignalSearch, dropped: ReadonlySet<ts.Node>): ts.Node | null {
  const index = call.arguments.indexOf(argument as ts.Expression);
  const parameter = calleeOf(call, search)?.node.parameters[index];
  return parameter !== undefined && dropped.has(parameter) ? parameter : null;
}

function calleeOf({ expression }: ts.CallExpression, { byDeclaration, checker }: SignalSearch): ConvertibleFunction | undefined {
  const symbol = checker.getSymbolAtLocation(ts.isPropertyAccessExpression(expression) ? expression.name : expression);
  const target = symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return target?.valueDeclaration === undefined ? undefined : byDeclaration.get(target.valueDeclaration);
}

/** Returns the awaited call of foreign code that takes a signal: `await fetch(url, { signal })`. */
function foreignCallAround(node: ts.Node, search: SignalSearch): ts.CallExpression | null {
  for (let { parent } = node; parent !== undefined && !ts.isFunctionLike(parent) && !ts.isAwaitExpression(parent); { parent } = parent) {
    if (!ts.isCallExpression(parent) || !isAwaited(parent)) continue;
    return calleeOf(parent, search) === undefined && !hasAwait(parent) && !parent.getText().startsWith("Promise.") ? parent : null;
  }
  return null;
}

function isAwaited(node: ts.Expression): boolean {
  return ts.isParenthesizedExpression(node.parent) ? isAwaited(node.parent) : ts.isAwaitExpression(node.parent);
}

function hasAwait(node: ts.Node): boolean {
  return ts.isAwaitExpression(node) || ts.forEachChild(node, hasAwait) === true;
}

/** Returns whether all calls of a function can do without the argument of a parameter. */
function callersAgree(parameter: ts.Node, search: SignalSearch, dropped: ReadonlySet<ts.Node>): boolean {
  const fn = parameter.parent as ts.SignatureDeclaration;
  const declaration = ts.isVariableDeclaration(fn.parent) ? fn.parent : fn;
  const index = fn.parameters.indexOf(parameter as ts.ParameterDeclaration);
  return (search.references.get(declaration) ?? []).every(({ node, use }) => {
    if (use === "export") return true;
    const callee = ts.isPropertyAccessExpression(node.parent) ? node.parent : node;
    const call = callee.parent;
    if (use !== "call" || !ts.isCallExpression(call) || call.expression !== callee || call.arguments.some(ts.isSpreadElement)) return false;
    const argument = call.arguments[index];
    if (argument === undefined || argument.getText() === "undefined") return true;
    const symbol = search.checker.getSymbolAtLocation(withoutParentheses(argument));
    const isDropped = symbol?.valueDeclaration !== undefined && dropped.has(symbol.valueDeclaration);
    return isDropped || isStartedOutside(call, search);
  });
}

/** Returns whether a call becomes `toPromise(…)`, which takes the signal. */
function isStartedOutside(call: ts.CallExpression, { functions }: SignalSearch): boolean {
  const around = functionAround(call);
  if (around === null) return !ts.isAwaitExpression(call.parent) && !ts.isExpressionStatement(call.parent);
  const fn = functions.get(around);
  return fn === undefined || fn.role === "left";
}
