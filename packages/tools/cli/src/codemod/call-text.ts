import type { ts } from "ts-morph";
import type { Printer } from "./printer.ts";
import { removals } from "./signal-text.ts";

/** The option for a start at the call: an async function runs up to its first `await` before it returns. */
export const AT_ONCE = "{ eagerStart: true }";

/** Returns the call of a coroutine function as it stands: a coroutine. */
export function plainCallText(printer: Printer, call: ts.CallExpression): string {
  const fn = printer.coroutineFunctionOf(call.expression)!;
  const isDropped = (_: ts.Node, index: number) => {
    const parameter = fn.node.parameters[index];
    return parameter !== undefined && printer.isDroppedSignal(parameter);
  };
  return printer.printWith(call, removals(printer, call.arguments, isDropped));
}
