import { ts } from "ts-morph";
import type { Printer } from "./printer.ts";
import type { SourceEdit } from "./source-edit.ts";

/** Returns the edits that remove some elements from a list, each with its comma. */
export function removals(
  printer: Printer,
  list: ts.NodeArray<ts.Node>,
  isRemoved: (node: ts.Node, index: number) => boolean,
): SourceEdit[] {
  const { file } = printer;
  const kept = list.filter((node, index) => !isRemoved(node, index));
  if (kept.length === list.length) return [];
  const start = list[0]!.getStart(file);
  return [{ start, end: list.end, text: kept.map((node) => printer.print(node)).join(", ") }];
}

/** Returns the name of the dropped signal that stands in an expression, or null. */
export function signalIn(printer: Printer, node: ts.Node): string | null {
  if (ts.isIdentifier(node)) {
    const { parent } = node;
    const symbol = ts.isShorthandPropertyAssignment(parent)
      ? printer.checker.getShorthandAssignmentValueSymbol(parent)
      : printer.checker.getSymbolAtLocation(node);
    return symbol?.valueDeclaration !== undefined && printer.isDroppedSignal(symbol.valueDeclaration) ? node.text : null;
  }
  return ts.forEachChild(node, (child) => signalIn(printer, child) ?? undefined) ?? null;
}

/** Returns the signal that a caller passes to a coroutine function which takes none any more, or null. */
export function passedSignal(printer: Printer, call: ts.CallExpression): ts.Expression | null {
  const fn = printer.coroutineFunctionOf(call.expression);
  const index = fn?.node.parameters.findIndex((parameter) => printer.isDroppedSignal(parameter)) ?? -1;
  return call.arguments[index] ?? null;
}
