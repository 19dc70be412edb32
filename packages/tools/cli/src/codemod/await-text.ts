import { ts } from "ts-morph";
import { withoutParentheses } from "./async-function.ts";
import { plainCallText } from "./call-text.ts";
import { combinatorText } from "./combinator-text.ts";
import type { Printer } from "./printer.ts";
import { combinatorOf } from "./promise-combinator.ts";
import { thenabilityOf } from "./promise-types.ts";
import { signalIn } from "./signal-text.ts";
import { timerPromiseOf } from "./timer-promise.ts";

/** Returns the text of an `await`; null where it stays. */
export function awaitText(printer: Printer, node: ts.AwaitExpression): string | null {
  if (printer.isInCoroutine(node)) {
    const text = awaitedText(printer, node.expression);
    return needsParentheses(node) ? `(${text})` : text;
  }
  return null;
}

/** Returns the text of a `return` in a converted function, which awaits a promise as an async function does. */
export function returnText(printer: Printer, node: ts.ReturnStatement): string | null {
  if (node.expression === undefined || !printer.isInCoroutine(node)) return null;
  if (isInTry(node)) return null;
  return printer.printWith(node, [
    { start: node.expression.getStart(printer.file), end: node.expression.end, text: resultText(printer, node.expression) },
  ]);
}

/** Returns the text of an expression that a converted function returns. */
export function resultText(printer: Printer, node: ts.Expression): string {
  const isValue = ts.isAwaitExpression(node) || thenabilityOf(printer.checker.getTypeAtLocation(node), printer.checker) === "value";
  return isValue ? printer.print(node) : awaitedText(printer, node);
}

/** Returns `yield* …` for an awaited expression. */
export function awaitedText(printer: Printer, awaited: ts.Expression): string {
  const { checker, names } = printer;
  const node = withoutParentheses(awaited);
  const call = printer.coroutineCallOf(node);
  if (call !== null) return `yield* ${plainCallText(printer, call)}`;
  const timer = timerPromiseOf(node, checker);
  if (timer !== null) return `yield* ${sleepText(printer, timer)}`;
  const combinator = combinatorOf(node);
  const combined = combinator === null ? null : combinatorText(printer, combinator, node);
  if (combined !== null) return combined;
  if (node.kind === ts.SyntaxKind.NullKeyword || node.getText() === "undefined") return `yield* ${names.use("sleep")}(0)`;
  const text = printer.isPromise(node) ? printer.print(node) : `Promise.resolve(${printer.print(node)})`;
  const signal = signalIn(printer, node);
  return `yield* ${names.use("fromPromise")}(${signal === null ? text : `(${signal}) => ${text}`})`;
}

export function sleepText(printer: Printer, { ms, value }: { ms: ts.Expression | null; value: ts.Expression | null }): string {
  const parts = [ms === null ? "0" : printer.print(ms), ...(value === null ? [] : [printer.print(value)])];
  return `${printer.names.use("sleep")}(${parts.join(", ")})`;
}

/** Returns whether `yield*` in the place of an `await` needs parentheses, because it binds less tightly. */
function needsParentheses(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    const operator = parent.operatorToken.kind;
    const isAssignment = operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
    return parent.right !== node || !(isAssignment || operator === ts.SyntaxKind.CommaToken);
  }
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isElementAccessExpression(parent)) return parent.expression === node;
  return (
    ts.isPropertyAccessExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isAwaitExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isVoidExpression(parent) ||
    ts.isDeleteExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isTypeAssertionExpression(parent) ||
    ts.isTaggedTemplateExpression(parent) ||
    ts.isExpressionWithTypeArguments(parent)
  );
}

/** Returns whether a rejection of a returned promise would be seen by a `try` of the function, if it were awaited. */
function isInTry(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isFunctionLike(parent)) return false;
  return (ts.isTryStatement(parent) && parent.tryBlock === node) || isInTry(parent);
}
