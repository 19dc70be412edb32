import { ts } from "ts-morph";
import { AT_ONCE, plainCallText } from "./call-text.ts";
import { mapperText } from "./gather-text.ts";
import type { ImportedName } from "./import-names.ts";
import type { Printer } from "./printer.ts";
import { passedSignal } from "./signal-text.ts";

/** Returns the text of a call of a coroutine function that is not awaited: a task, or a promise of it. Null for other expressions. */
export function startedCallText(printer: Printer, node: ts.Expression): string | null {
  const call = printer.coroutineCallOf(node);
  if (call === null) return mapperText(printer, node);
  const text = plainCallText(printer, call);
  const starter = starterOf(printer, call);
  const signal = starter === "toPromise" ? passedSignal(printer, call) : null;
  const options = signal === null ? AT_ONCE : `{ ${propertyText("signal", printer.print(signal))}, eagerStart: true }`;
  return `${printer.names.use(starter)}(${text}${starter === "run" ? "" : `, ${options}`})`;
}

function propertyText(name: string, value: string): string {
  return name === value ? name : `${name}: ${value}`;
}

/** Returns the function that starts a coroutine which is not awaited. */
function starterOf(printer: Printer, call: ts.CallExpression): ImportedName {
  if (isMainOfModule(call)) return "run";
  const isDropped = ts.isExpressionStatement(call.parent) || ts.isVoidExpression(call.parent);
  // Outside of a coroutine, only toPromise starts at once.
  return isDropped && printer.isInCoroutine(call) ? "createTask" : "toPromise";
}

/** Returns whether a call is a statement at the top level of a module, such as `main().catch(report)`. */
function isMainOfModule(call: ts.Node): boolean {
  const { parent } = call;
  if (ts.isExpressionStatement(parent)) return ts.isSourceFile(parent.parent);
  const isPart = ts.isCallExpression(parent) ? parent.expression === call : ts.isPropertyAccessExpression(parent);
  return (isPart || ts.isAwaitExpression(parent) || ts.isVoidExpression(parent)) && isMainOfModule(parent);
}
