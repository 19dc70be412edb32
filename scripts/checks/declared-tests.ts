import { readFileSync } from "node:fs";
import ts from "typescript";

/** A test, or a group of tests, as its file declares it. */
export interface DeclaredTest {
  readonly kind: "test" | "describe";
  /** As written: `%s` and `$name` in the title of a `test.each` stay. */
  readonly title: string;
  /** The titles of the groups around it, the outermost first. */
  readonly groups: readonly string[];
  /** The lines of the comment directly above it, without their slashes. */
  readonly comment: readonly string[];
  /** The runtimes of its `skipIf(on(…))`. */
  readonly skippedOn: readonly string[];
}

/** Returns the tests and groups of a file, in their order. */
export function declaredTests(path: string): DeclaredTest[] {
  const found: DeclaredTest[] = [];
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest);
  const kinds = kindsOf(file);
  visit(file, []);
  return found;

  function visit(node: ts.Node, groups: readonly string[]): void {
    const declared = declaration(node, groups);
    if (declared) found.push(declared);
    const inside = declared?.kind === "describe" ? [...groups, declared.title] : groups;
    ts.forEachChild(node, (child) => visit(child, inside));
  }

  function declaration(node: ts.Node, groups: readonly string[]): DeclaredTest | undefined {
    if (!ts.isCallExpression(node)) return undefined;
    const kind = kinds.get(rootOf(node));
    const [title] = node.arguments;
    if (kind === undefined || title === undefined || !ts.isStringLiteralLike(title)) return undefined;
    return { kind, title: title.text, groups, comment: commentAbove(file, node), skippedOn: skippedOn(node.expression) };
  }
}

/** Returns the kind that each name declares: `test`, `describe`, and the names under which the file imports these two. */
function kindsOf(file: ts.SourceFile): Map<string, DeclaredTest["kind"]> {
  const kinds = new Map<string, DeclaredTest["kind"]>([
    ["test", "test"],
    ["describe", "describe"],
  ]);
  for (const statement of file.statements) {
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
    for (const { propertyName, name } of bindings.elements) {
      const kind = kinds.get(propertyName?.text ?? "");
      if (kind !== undefined) kinds.set(name.text, kind);
    }
  }
  return kinds;
}

/** The name that a chain of calls begins with: `test` for `test(…)` and `test.each(…)(…)`. */
function rootOf(node: ts.Expression): string {
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) return rootOf(node.expression);
  return ts.isIdentifier(node) ? node.text : "";
}

function skippedOn(node: ts.Expression): string[] {
  if (ts.isPropertyAccessExpression(node)) return skippedOn(node.expression);
  if (!ts.isCallExpression(node)) return [];
  const [condition] = node.arguments;
  const isSkip = ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === "skipIf";
  if (!isSkip || !condition || !ts.isCallExpression(condition) || rootOf(condition) !== "on") return skippedOn(node.expression);
  return condition.arguments.filter(ts.isStringLiteral).map(({ text }) => text);
}

/** The lines of the `//` comment that ends on the line above a node. */
function commentAbove(file: ts.SourceFile, node: ts.Node): string[] {
  const lines = file.text.slice(0, node.getStart(file)).split("\n").slice(0, -1).reverse();
  const end = lines.findIndex((line) => !/^\s*\/\//.test(line));
  return lines
    .slice(0, end < 0 ? lines.length : end)
    .reverse()
    .map((line) => line.replace(/^\s*\/\/ ?/, ""));
}
