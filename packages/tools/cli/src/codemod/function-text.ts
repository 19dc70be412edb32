import { ts } from "ts-morph";
import { asyncModifierOf, type ConvertibleFunction, type ConvertibleNode, withoutParentheses } from "./async-function.ts";
import { resultText, sleepText } from "./await-text.ts";
import { awaits, bodyFactsOf } from "./body-facts.ts";
import { AT_ONCE, plainCallText } from "./call-text.ts";
import type { Printer } from "./printer.ts";
import { indented, unitOf } from "./indent.ts";
import { thenabilityOf } from "./promise-types.ts";
import { removals } from "./signal-text.ts";
import type { SourceEdit } from "./source-edit.ts";
import { onlyReturnOf, timerPromiseOf } from "./timer-promise.ts";

/** Returns the text of a function in its role; null if it stays. */
export function functionText(printer: Printer, { isAsync, node, role }: ConvertibleFunction): string | null {
  if (role === "left") return null;
  if (!isAsync) return timerFunctionText(printer, node);
  return role === "coroutine" ? coroutineFunctionText(printer, node) : promiseFunctionText(printer, node);
}

/** `const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms))`, which `sleep` replaces. */
function timerFunctionText(printer: Printer, node: ConvertibleNode): string {
  const returned = onlyReturnOf(node.body)!;
  const timer = timerPromiseOf(returned, printer.checker)!;
  const edits = [
    { start: returned.getStart(printer.file), end: returned.end, text: sleepText(printer, timer) },
    ...returnTypeEdits(printer, node),
  ];
  return printer.printWith(node, edits);
}

function coroutineFunctionText(printer: Printer, node: ConvertibleNode): string {
  const dropped = removals(printer, node.parameters, (parameter) => printer.isDroppedSignal(parameter));
  const edits = [...asyncEdits(printer, node, "*"), ...returnTypeEdits(printer, node), ...dropped];
  if (!ts.isArrowFunction(node)) return printer.printWith(node, edits);
  const arrow = node.equalsGreaterThanToken;
  const body = generatorBodyText(printer, node);
  return printer.printWith(node, [
    ...edits,
    ...parenthesesEdits(printer, node),
    { start: arrow.getStart(printer.file), end: node.end, text: body },
  ]);
}

/** The body runs as a coroutine inside a function that has the parameters, the name and the result that it had. */
function promiseFunctionText(printer: Printer, node: ConvertibleNode): string {
  const { file, names } = printer;
  const promise = `${names.use("toPromise")}(${coroutineText(printer, node)}, ${AT_ONCE})${castText(printer, node)}`;
  const isBlock = !ts.isArrowFunction(node);
  const text = isBlock
    ? `{\n${indentOf(node, file)}${indented(`return ${promise};`, unitOf(file), file.fileName)}\n${indentOf(node, file)}}`
    : promise;
  return printer.printWith(node, [...asyncEdits(printer, node, ""), { start: node.body!.getStart(file), end: node.end, text }]);
}

/** Returns the coroutine of a function that returns a promise: a `function*` in place, or the call that is its whole body. */
function coroutineText(printer: Printer, node: ConvertibleNode): string {
  const returned = onlyReturnOf(node.body);
  const awaited = returned !== null && ts.isAwaitExpression(returned) ? returned.expression : returned;
  const call = awaited === null ? null : printer.coroutineCallOf(awaited);
  if (call !== null && !awaits(call)) return plainCallText(printer, call);
  const { returnsInTry, usesArguments, usesThis } = bodyFactsOf(node);
  const self = usesThis && printer.isTypeScript ? `this: ${thisTypeOf(printer, node)}` : "";
  // These returns stay promises, because the `try` does not wait for them.
  const returnsPromise = returnsInTry.some((value) => thenabilityOf(printer.checker.getTypeAtLocation(value), printer.checker) !== "value");
  const result = node.type === undefined || !printer.isTypeScript ? "" : `: ${coroutineTypeOf(printer, node.type, returnsPromise)}`;
  const generator = `function* (${self})${result} ${generatorBodyText(printer, node)}`;
  if (usesArguments) return `${generator}.apply(this, arguments${printer.isTypeScript ? " as unknown as []" : ""})`;
  return usesThis ? `${generator}.call(this)` : generator;
}

function generatorBodyText(printer: Printer, node: ConvertibleNode): string {
  const body = node.body!;
  return ts.isBlock(body) ? printer.print(body) : `{ return ${resultText(printer, withoutParentheses(body))}; }`;
}

function asyncEdits({ file }: Printer, node: ConvertibleNode, star: "*" | ""): SourceEdit[] {
  const modifier = asyncModifierOf(node)!;
  const end = modifier.end + /^\s*/.exec(file.text.slice(modifier.end))![0].length;
  const start = modifier.getStart(file);
  if (ts.isMethodDeclaration(node)) return [{ start, end, text: star }];
  if (ts.isArrowFunction(node)) return [{ start, end, text: star === "" ? "" : "function* " }];
  const keyword = node.getChildren(file).find(({ kind }) => kind === ts.SyntaxKind.FunctionKeyword)!;
  return [
    { start, end, text: "" },
    { start: keyword.end, end: keyword.end, text: star },
  ];
}

function parenthesesEdits({ file }: Printer, node: ts.ArrowFunction): SourceEdit[] {
  const [parameter] = node.parameters;
  const hasParentheses = node.getChildren(file).some(({ kind }) => kind === ts.SyntaxKind.OpenParenToken);
  if (hasParentheses || parameter === undefined) return [];
  return [{ start: parameter.getStart(file), end: parameter.end, text: `(${parameter.getText(file)})` }];
}

function returnTypeEdits(printer: Printer, { type }: ConvertibleNode): SourceEdit[] {
  if (type === undefined) return [];
  return [{ start: type.getStart(printer.file), end: type.end, text: coroutineTypeOf(printer, type) }];
}

/** Returns `Coroutine<T>` for `Promise<T>`. @param orPromise whether the coroutine may return a promise */
function coroutineTypeOf(printer: Printer, type: ts.TypeNode, orPromise = false): string {
  const isPromise = ts.isTypeReferenceNode(type) && type.typeName.getText(printer.file) === "Promise" && type.typeArguments?.length === 1;
  const result = isPromise ? type.typeArguments![0]!.getText(printer.file) : `Awaited<${type.getText(printer.file)}>`;
  return `${printer.names.use("Coroutine")}<${result}${orPromise ? ` | Promise<${result}>` : ""}>`;
}

/** `toPromise` gives a promise of `Awaited<T>`, which is not known to be `T` for a type parameter. */
function castText({ checker, file, isTypeScript }: Printer, { type }: ConvertibleNode): string {
  if (type === undefined || !isTypeScript) return "";
  let isGeneric = false;
  const visit = (node: ts.Node): void => {
    isGeneric ||= ts.isTypeReferenceNode(node) && (checker.getTypeAtLocation(node).flags & ts.TypeFlags.TypeParameter) !== 0;
    ts.forEachChild(node, visit);
  };
  visit(type);
  return isGeneric ? ` as ${type.getText(file)}` : "";
}

/** Returns the type of `this` in a function: the class around it, or the type that the compiler knows. */
function thisTypeOf({ checker }: Printer, node: ConvertibleNode): string {
  for (let { parent } = node as ts.Node; parent !== undefined; { parent } = parent) {
    if (ts.isClassLike(parent) && parent.name !== undefined && !isStatic(node, parent)) {
      const parameters = parent.typeParameters?.map(({ name }) => name.text) ?? [];
      return parent.name.text + (parameters.length === 0 ? "" : `<${parameters.join(", ")}>`);
    }
    if (ts.isFunctionLike(parent) && !ts.isArrowFunction(parent) && !ts.isMethodDeclaration(parent) && !ts.isConstructorDeclaration(parent))
      break;
  }
  const type = checker.getTypeAtLocation(firstThisOf(node.body!) ?? node);
  return checker.typeToString(type, node, ts.TypeFormatFlags.NoTruncation);
}

function isStatic(node: ts.Node, parent: ts.ClassLikeDeclaration): boolean {
  const member = parent.members.find((each) => each.pos <= node.pos && node.end <= each.end);
  return (
    member !== undefined &&
    ts.canHaveModifiers(member) &&
    ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true
  );
}

function firstThisOf(node: ts.Node): ts.Node | undefined {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return node;
  return ts.forEachChild(node, firstThisOf);
}

function indentOf(node: ts.Node, file: ts.SourceFile): string {
  const start = node.getStart(file);
  const lineStart = file.text.lastIndexOf("\n", start - 1) + 1;
  return /^[ \t]*/.exec(file.text.slice(lineStart, start))![0];
}
