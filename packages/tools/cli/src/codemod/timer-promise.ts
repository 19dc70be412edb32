import { ts } from "ts-morph";

/** The promise of a timer: `new Promise((resolve) => setTimeout(resolve, ms))`. */
export interface TimerPromise {
  readonly ms: ts.Expression | null;
  readonly value: ts.Expression | null;
}

/** Returns the parts of the promise of a timer; null for all other expressions. */
export function timerPromiseOf(node: ts.Expression, checker: ts.TypeChecker): TimerPromise | null {
  return promiseOfSetTimeout(node) ?? timersPromisesCall(node, checker);
}

function promiseOfSetTimeout(node: ts.Expression): TimerPromise | null {
  if (!ts.isNewExpression(node) || node.expression.getText() !== "Promise" || node.arguments?.length !== 1) return null;
  const executor = node.arguments[0]!;
  if (!ts.isArrowFunction(executor) && !ts.isFunctionExpression(executor)) return null;
  const [parameter, ...others] = executor.parameters;
  if (parameter === undefined || others.length > 0 || !ts.isIdentifier(parameter.name)) return null;
  const call = onlyExpressionOf(executor.body);
  if (call === null || !ts.isCallExpression(call)) return null;
  if (!["setTimeout", "globalThis.setTimeout", "window.setTimeout"].includes(call.expression.getText())) return null;
  const [callback, ms = null, ...rest] = call.arguments;
  if (callback === undefined || rest.length > 0 || (ms !== null && ts.isSpreadElement(ms))) return null;
  const resolve = parameter.name.text;
  if (ts.isIdentifier(callback) && callback.text === resolve) return { ms, value: null };
  if (!ts.isArrowFunction(callback) || callback.parameters.length > 0) return null;
  const resolving = onlyExpressionOf(callback.body);
  if (resolving === null || !ts.isCallExpression(resolving) || resolving.expression.getText() !== resolve) return null;
  const [value = null, ...more] = resolving.arguments;
  // The value would be computed before the wait instead of after it.
  const isConstant = value === null || ts.isLiteralExpression(value) || value.kind === ts.SyntaxKind.TrueKeyword;
  return more.length === 0 && isConstant ? { ms, value } : null;
}

/** A call of the `setTimeout` of `node:timers/promises`. */
function timersPromisesCall(node: ts.Expression, checker: ts.TypeChecker): TimerPromise | null {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.arguments.length > 2) return null;
  const declaration = checker.getSymbolAtLocation(node.expression)?.declarations?.[0];
  if (declaration === undefined || !ts.isImportSpecifier(declaration)) return null;
  if ((declaration.propertyName ?? declaration.name).text !== "setTimeout") return null;
  const from = declaration.parent.parent.parent.moduleSpecifier;
  if (!ts.isStringLiteral(from) || !/^(node:)?timers\/promises$/.test(from.text)) return null;
  const [ms = null, value = null] = node.arguments;
  return { ms, value };
}

function onlyExpressionOf(body: ts.ConciseBody): ts.Expression | null {
  if (!ts.isBlock(body)) return body;
  const [statement, ...others] = body.statements;
  return statement !== undefined && others.length === 0 && ts.isExpressionStatement(statement) ? statement.expression : null;
}

/** Returns the expression that a function returns, if the function does nothing else. */
export function onlyReturnOf(body: ts.ConciseBody | undefined): ts.Expression | null {
  if (body === undefined || !ts.isBlock(body)) return body ?? null;
  const [statement, ...others] = body.statements;
  return statement !== undefined && others.length === 0 && ts.isReturnStatement(statement) ? (statement.expression ?? null) : null;
}
