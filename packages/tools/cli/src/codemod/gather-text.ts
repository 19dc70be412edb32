import { ts } from "ts-morph";
import { AT_ONCE, plainCallText } from "./call-text.ts";
import type { Printer } from "./printer.ts";
import { isMapCall, isMapperOfGather, mapperOf } from "./promise-combinator.ts";
import { thenabilityOf } from "./promise-types.ts";

/** Returns the arguments of `gather` for the argument of `Promise.all`; null if they may not all be awaitable. */
export function gatherArguments(printer: Printer, argument: ts.Expression): string | null {
  const { checker } = printer;
  if (ts.isArrayLiteralExpression(argument)) {
    const elements = argument.elements.map((element) => elementText(printer, element));
    return elements.includes(null) ? null : elements.join(", ");
  }
  if (isMapCall(argument, checker)) {
    const mapper = mapperOf(argument)!;
    if (printer.coroutineFunctionOf(mapper) !== null) return `...${mapText(printer, argument, mapper)}`;
  }
  return hasPromises(printer, argument) ? `...${printer.print(argument)}` : null;
}

/** Returns the text of `xs.map(f)` for a coroutine function `f`: an array of coroutines. */
function mapText(printer: Printer, map: ts.CallExpression, mapper: ts.Expression): string {
  const text = ts.isIdentifier(mapper) || ts.isPropertyAccessExpression(mapper) ? printer.printWith(mapper, []) : printer.print(mapper);
  return printer.printWith(map, [{ start: mapper.getStart(printer.file), end: mapper.end, text }]);
}

function elementText(printer: Printer, element: ts.Expression): string | null {
  if (ts.isOmittedExpression(element)) return null;
  if (ts.isSpreadElement(element)) return gatherArguments(printer, element.expression);
  const call = printer.coroutineCallOf(element);
  if (call !== null) return plainCallText(printer, call);
  return printer.isPromise(element) ? printer.print(element) : null;
}

/** Returns whether a value is an iterable of promises only. */
function hasPromises({ checker }: Printer, node: ts.Expression): boolean {
  const type = checker.getTypeAtLocation(node);
  const element = checker.isArrayType(type) ? checker.getIndexTypeOfType(type, ts.IndexKind.Number) : undefined;
  return element !== undefined && thenabilityOf(element, checker) === "promise";
}

/** Returns the text of a coroutine function that is given to `map` where its coroutines are not gathered. Null for other expressions. */
export function mapperText(printer: Printer, node: ts.Expression): string | null {
  if (!isMapperOfGather(node, printer.checker) || printer.coroutineFunctionOf(node) === null) return null;
  return `(...items) => ${printer.names.use("toPromise")}(${printer.printWith(node, [])}(...items), ${AT_ONCE})`;
}
