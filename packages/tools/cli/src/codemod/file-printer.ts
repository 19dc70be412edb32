import { ts } from "ts-morph";
import { type ConvertibleFunction, functionAround } from "./async-function.ts";
import { awaitText, returnText } from "./await-text.ts";
import { catchText } from "./catch-text.ts";
import { type Finding, findingAt } from "./finding.ts";
import { forAwaitText } from "./for-await-text.ts";
import { functionText } from "./function-text.ts";
import { ImportNames } from "./import-names.ts";
import type { Printer } from "./printer.ts";
import { thenabilityOf } from "./promise-types.ts";
import { startedCallText } from "./started-call-text.ts";
import { edited, type SourceEdit } from "./source-edit.ts";
import { withoutUnusedImports } from "./unused-imports.ts";

/** What the files of a program share. */
export interface ConvertedProgram {
  readonly checker: ts.TypeChecker;
  readonly functions: ReadonlyMap<ts.Node, ConvertibleFunction>;
  /** The functions by their declarations, for calls. */
  readonly byDeclaration: ReadonlyMap<ts.Node, ConvertibleFunction>;
  /** The parameters that cancellation replaces. */
  readonly signals: ReadonlySet<ts.Node>;
  /** Whether a value is a promise if its type says so. */
  readonly trustTypes: boolean;
}

/** Prints one file with its functions converted. */
export class FilePrinter implements Printer {
  readonly file: ts.SourceFile;
  readonly checker: ts.TypeChecker;
  readonly names: ImportNames;
  readonly notes: Finding[] = [];
  readonly isTypeScript: boolean;
  readonly #program: ConvertedProgram;

  constructor(file: ts.SourceFile, program: ConvertedProgram) {
    this.file = file;
    this.#program = program;
    this.checker = program.checker;
    this.names = new ImportNames(file);
    this.isTypeScript = /\.[cm]?tsx?$/.test(file.fileName);
  }

  /** Returns the text of the whole file. */
  printFile(): string {
    const text = this.printWith(this.file, [], 0);
    return this.names.addTo(text === this.file.text ? text : withoutUnusedImports(this.file, text));
  }

  print(node: ts.Node): string {
    return this.#replacementOf(node) ?? this.printWith(node, []);
  }

  printWith(node: ts.Node, edits: readonly SourceEdit[], start: number = node.getStart(this.file)): string {
    const children: SourceEdit[] = [];
    ts.forEachChild(node, (child) => {
      const from = child.getStart(this.file);
      if (edits.some((edit) => edit.start <= from && child.end <= edit.end)) return;
      children.push({ start: from, end: child.end, text: this.print(child) });
    });
    return edited(this.file.text, start, node.end, [...edits, ...children]);
  }

  isInCoroutine(node: ts.Node): boolean {
    const around = functionAround(node);
    const fn = around === null ? undefined : this.#program.functions.get(around);
    return fn !== undefined && fn.isAsync && fn.role !== "left";
  }

  coroutineFunctionOf(node: ts.Expression): ConvertibleFunction | null {
    const inPlace = this.#program.functions.get(ts.isParenthesizedExpression(node) ? node.expression : node);
    if (inPlace !== undefined) return inPlace.role === "coroutine" ? inPlace : null;
    if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return null;
    const symbol = this.checker.getSymbolAtLocation(ts.isIdentifier(node) ? node : node.name);
    if (symbol === undefined) return null;
    const { declarations = [] } = symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    const [fn, ...others] = declarations.map((declaration) => this.#program.byDeclaration.get(declaration));
    return fn?.role === "coroutine" && others.length === 0 ? fn : null;
  }

  coroutineCallOf(node: ts.Expression): ts.CallExpression | null {
    return ts.isCallExpression(node) && this.coroutineFunctionOf(node.expression) !== null ? node : null;
  }

  isPromise(node: ts.Expression): boolean {
    const { functions, trustTypes } = this.#program;
    if (thenabilityOf(this.checker.getTypeAtLocation(node), this.checker) !== "promise") return false;
    if (trustTypes || ts.isNewExpression(node)) return true;
    if (!ts.isCallExpression(node)) return false;
    const declaration = this.checker.getResolvedSignature(node)?.declaration;
    return (declaration !== undefined && functions.get(declaration)?.isAsync === true) || node.expression.getText().startsWith("Promise.");
  }

  isDroppedSignal(parameter: ts.Node): boolean {
    return this.#program.signals.has(parameter);
  }

  note(node: ts.Node, text: string): void {
    this.notes.push(findingAt(node, text));
  }

  #replacementOf(node: ts.Node): string | null {
    const fn = this.#program.functions.get(node);
    if (fn !== undefined) return functionText(this, fn);
    if (ts.isAwaitExpression(node)) return awaitText(this, node);
    if (ts.isReturnStatement(node)) return returnText(this, node);
    if (ts.isCatchClause(node)) return catchText(this, node);
    if (ts.isForOfStatement(node)) return forAwaitText(this, node);
    return ts.isExpression(node) ? startedCallText(this, node) : null;
  }
}
