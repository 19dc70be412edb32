import { join } from "node:path";
import * as parser from "@typescript-eslint/parser";
import type { Linter } from "eslint";
import ts from "typescript";

/** Files that exist in memory, as one program of TypeScript. */
export interface TypedFiles {
  /** Returns the path of a file. Imports are resolved from this package. */
  pathOf(name: string): string;
  /** ESLint's options for a file of the program. */
  readonly languageOptions: Linter.LanguageOptions;
  /** Returns the errors of the compiler in a file. */
  errorsIn(name: string): string[];
}

const folder = join(import.meta.dirname, "in-memory");

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.esnext.disposable.d.ts", "lib.dom.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  jsx: ts.JsxEmit.Preserve,
  types: ["node"],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

/** Makes a program of the given files, by name. */
export function typedFiles(codes: ReadonlyMap<string, string>): TypedFiles {
  const pathOf = (name: string) => join(folder, name);
  const files = new Map([...codes].map(([name, code]) => [pathOf(name), code]));
  const host = ts.createCompilerHost(options);
  const disk = { ...host };
  host.fileExists = (path) => files.has(path) || disk.fileExists(path);
  host.readFile = (path) => files.get(path) ?? disk.readFile(path);
  host.getSourceFile = (path, language, ...rest) => {
    const code = files.get(path);
    return code === undefined ? disk.getSourceFile(path, language, ...rest) : ts.createSourceFile(path, code, language, true);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return {
    pathOf,
    languageOptions: { parser: parser as Linter.Parser, parserOptions: { programs: [program] } },
    errorsIn: (name) =>
      program
        .getSemanticDiagnostics(program.getSourceFile(pathOf(name)))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " ")),
  };
}
