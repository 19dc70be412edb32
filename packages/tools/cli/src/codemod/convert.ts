import { type Project, ts } from "ts-morph";
import { type ConvertibleFunction, type ConvertibleNode, declarationOf, isAsyncFunction, isConvertibleNode } from "./async-function.ts";
import { FilePrinter } from "./file-printer.ts";
import { type Finding, findingAt } from "./finding.ts";
import { referencesOf } from "./references.ts";
import { assignRoles, type Exports } from "./roles.ts";
import { signalParametersOf } from "./signal-parameters.ts";
import { onlyReturnOf, timerPromiseOf } from "./timer-promise.ts";

/** How functions are converted. */
export interface ConvertOptions {
  exports: Exports;
  /** Whether a value is a promise if its type says so; if not, a value that only a type calls a promise may be none. */
  trustTypes: boolean;
}

/** A file before and after the conversion. */
export interface ConvertedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What the codemod did to a program. */
export interface Conversion {
  readonly files: readonly ConvertedFile[];
  /** The number of async functions. */
  readonly asyncFunctions: number;
  readonly converted: number;
  /** The async functions that stay, with the reasons. */
  readonly left: readonly Finding[];
  /** The places that were converted and need a look. */
  readonly notes: readonly Finding[];
}

/** Converts the async functions of some files of a project. Nothing is written. */
export function convert(project: Project, paths: ReadonlySet<string>, { exports, trustTypes }: ConvertOptions): Conversion {
  const program = project.getProgram().compilerObject;
  const checker = program.getTypeChecker();
  const own = program
    .getSourceFiles()
    .filter(({ fileName, isDeclarationFile }) => !isDeclarationFile && !fileName.includes("/node_modules/"));
  const files = own.filter(({ fileName }) => paths.has(fileName));
  const functions = functionsOf(files, checker);
  const references = referencesOf(own, new Set(files), checker);
  assignRoles(functions, references, exports, checker);
  const byDeclaration = new Map([...functions.values()].flatMap((fn) => pairOf(fn)));
  const signals = signalParametersOf({ functions, byDeclaration, references, checker });
  const printers = files.map((file) => new FilePrinter(file, { checker, functions, byDeclaration, signals, trustTypes }));
  const printed = printers.map((printer) => ({ path: printer.file.fileName, before: printer.file.text, after: printer.printFile() }));
  const async = [...functions.values()].filter(({ isAsync }) => isAsync);
  const left = async.filter(({ role }) => role === "left");
  return {
    files: printed.filter(({ after, before }) => after !== before),
    asyncFunctions: async.length,
    converted: async.length - left.length,
    left: left.map(({ node, reason }) => findingAt(node, `${nameOf(node)} ${reason}`)),
    notes: printers.flatMap(({ notes }) => notes),
  };
}

function functionsOf(files: readonly ts.SourceFile[], checker: ts.TypeChecker): Map<ts.Node, ConvertibleFunction> {
  const functions = new Map<ts.Node, ConvertibleFunction>();
  const visit = (node: ts.Node): void => {
    const isAsync = isAsyncFunction(node);
    if (isAsync || isTimerFunction(node, checker))
      functions.set(node, { node: node as ConvertibleNode, isAsync, role: "left", reason: null });
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);
  return functions;
}

function isTimerFunction(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (!isConvertibleNode(node)) return false;
  const returned = onlyReturnOf(node.body);
  return returned !== null && timerPromiseOf(returned, checker) !== null;
}

function pairOf(fn: ConvertibleFunction): [ts.Node, ConvertibleFunction][] {
  const declaration = declarationOf(fn.node);
  return declaration === null ? [] : [[declaration, fn]];
}

function nameOf(node: ConvertibleNode): string {
  return node.name?.getText() ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : "an async function");
}
