import { ts } from "ts-morph";
import { edited } from "./source-edit.ts";

const packages = {
  CancelledError: "asyncio-ts",
  Coroutine: "asyncio-ts",
  createTask: "asyncio-ts",
  forEach: "asyncio-ts",
  gather: "asyncio-ts",
  gatherSettled: "asyncio-ts",
  iterate: "asyncio-ts",
  run: "asyncio-ts",
  sleep: "asyncio-ts",
  wait: "asyncio-ts",
  fromPromise: "@asyncio-ts/promise",
  toPromise: "@asyncio-ts/promise",
} as const;

const STORES = "@asyncio-ts/promise/async-local-storage";

/** A name that converted code needs. */
export type ImportedName = keyof typeof packages;

/** The imports that a converted file needs. A name that the file uses already gets another one. */
export class ImportNames {
  readonly #file: ts.SourceFile;
  /** The names that stand in the file. */
  readonly #taken: Set<string>;
  readonly #needed = new Map<ImportedName, string>();
  readonly #present = new Map<ImportedName, string>();

  constructor(file: ts.SourceFile) {
    this.#file = file;
    this.#taken = namesOf(file);
    for (const statement of file.statements) this.#addPresent(statement);
  }

  /** Returns the name under which the file knows an export of ours, and imports it. */
  use(name: ImportedName): string {
    const known = this.#present.get(name) ?? this.#needed.get(name);
    if (known !== undefined) return known;
    const local = this.unused(name);
    this.#needed.set(name, local);
    return local;
  }

  /** Returns `name`, or a similar name that does not stand in the file. The file has the name then. */
  unused(name: string): string {
    let free = name;
    const capital = name[0]!.toUpperCase() + name.slice(1);
    for (let n = 1; this.#taken.has(free); n++) free = `asyncio${capital}${n === 1 ? "" : n}`;
    this.#taken.add(free);
    return free;
  }

  /** Returns a text of the file with the imports before the first statement, after those that are there. */
  addTo(text: string): string {
    const lines = ["asyncio-ts", "@asyncio-ts/promise"].flatMap((from) => this.#lineOf(from));
    if (this.#needsStores()) lines.push(`import "${STORES}";`);
    if (lines.length === 0) return text;
    const place = placeOfImports(ts.createSourceFile(this.#file.fileName, text, ts.ScriptTarget.Latest));
    const block = lines.join("\n");
    return edited(text, 0, text.length, [{ start: place, end: place, text: place === 0 ? `${block}\n` : `\n${block}` }]);
  }

  #lineOf(from: string): string[] {
    const names = [...this.#needed].filter(([name]) => packages[name] === from).sort(([a], [b]) => a.localeCompare(b));
    if (names.length === 0) return [];
    const isCommonJs = isCommonJsFile(this.#file);
    const isTypeOnly = names.every(([name]) => name === "Coroutine");
    const parts = names.map(([name, local]) => {
      const type = name === "Coroutine" && !isTypeOnly ? "type " : "";
      return name === local ? `${type}${name}` : `${type}${name}${isCommonJs ? ":" : " as"} ${local}`;
    });
    return [
      isCommonJs
        ? `const { ${parts.join(", ")} } = require("${from}");`
        : `import ${isTypeOnly ? "type " : ""}{ ${parts.join(", ")} } from "${from}";`,
    ];
  }

  /** Returns whether tasks must carry the stores of an AsyncLocalStorage of the file. */
  #needsStores(): boolean {
    const imports = this.#file.statements.filter((statement) => ts.isImportDeclaration(statement));
    const from = imports.map(({ moduleSpecifier }) => (moduleSpecifier as ts.StringLiteral).text);
    return this.#taken.has("AsyncLocalStorage") && from.some((name) => /^(node:)?async_hooks$/.test(name)) && !from.includes(STORES);
  }

  #addPresent(statement: ts.Statement): void {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return;
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) return;
    for (const { name, propertyName } of bindings.elements) {
      const imported = (propertyName ?? name).text as ImportedName;
      if (packages[imported] === statement.moduleSpecifier.text) this.#present.set(imported, name.text);
    }
  }
}

function namesOf(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isPropertyName(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (ts.isPropertyAccessExpression(parent) && parent.name === node) || (ts.isPropertyAssignment(parent) && parent.name === node);
}

/** Returns the end of the last import, else the end of the directives at the head of a file, else its first statement. */
function placeOfImports(file: ts.SourceFile): number {
  const last = file.statements.filter((statement) => ts.isImportDeclaration(statement)).at(-1);
  if (last !== undefined) return last.end;
  const directives = file.statements.filter((statement) => ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression));
  if (directives.length > 0 && directives[0] === file.statements[0]) return directives.at(-1)!.end;
  return ts.getShebang(file.text)?.length ?? 0;
}

/** Returns whether a file imports by `require`. */
function isCommonJsFile(file: ts.SourceFile): boolean {
  return file.fileName.endsWith(".cjs") || (!ts.isExternalModule(file) && /\b(require\(|module\.exports|exports\.)/.test(file.text));
}
