import type { ts } from "ts-morph";
import type { ConvertibleFunction } from "./async-function.ts";
import type { ImportNames } from "./import-names.ts";
import type { SourceEdit } from "./source-edit.ts";

/** Prints the nodes of a file, converted. */
export interface Printer {
  readonly file: ts.SourceFile;
  readonly isTypeScript: boolean;
  readonly checker: ts.TypeChecker;
  readonly names: ImportNames;
  /** Returns the text of a node, converted, without the comments before it. */
  print(node: ts.Node): string;
  /** Returns the text of a node with its children converted, and further edits of its own parts. */
  printWith(node: ts.Node, edits: readonly SourceEdit[]): string;
  /** Returns whether a node belongs to a function that becomes a coroutine, or holds one. */
  isInCoroutine(node: ts.Node): boolean;
  /** Returns the function of the program that becomes a coroutine function and to which an expression refers. */
  coroutineFunctionOf(node: ts.Expression): ConvertibleFunction | null;
  /** Returns the call that makes a coroutine, if an expression is one. */
  coroutineCallOf(node: ts.Expression): ts.CallExpression | null;
  /** Returns whether an expression gives a promise in all cases. */
  isPromise(node: ts.Expression): boolean;
  /** Returns whether a parameter is a signal that is only passed along. */
  isDroppedSignal(parameter: ts.Node): boolean;
  /** Lists a place that was converted and needs a look. */
  note(node: ts.Node, text: string): void;
}
