import { ts } from "ts-morph";
import { edited, type SourceEdit } from "./source-edit.ts";

/** Returns a converted text without the imports that only the code before the conversion used. */
export function withoutUnusedImports(before: ts.SourceFile, text: string): string {
  const after = ts.createSourceFile(before.fileName, text, ts.ScriptTarget.Latest, true);
  const [was, is] = [usedNames(before), usedNames(after)];
  const edits = after.statements.flatMap((statement) => (ts.isImportDeclaration(statement) ? editsOf(statement) : []));
  return edited(text, 0, text.length, edits);

  function editsOf(statement: ts.ImportDeclaration): SourceEdit[] {
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
    const kept = bindings.elements.filter(({ name }) => is.has(name.text) || !was.has(name.text));
    if (kept.length === bindings.elements.length) return [];
    const isWhole = kept.length === 0 && statement.importClause?.name === undefined;
    if (!isWhole)
      return [{ start: bindings.getStart(after), end: bindings.end, text: `{ ${kept.map((each) => each.getText(after)).join(", ")} }` }];
    const lineBreak = /^[ \t]*\r?\n/.exec(text.slice(statement.end))?.[0].length ?? 0;
    return [{ start: statement.getStart(after), end: statement.end + lineBreak, text: "" }];
  }
}

/** Returns the identifiers of a file outside of its imports. */
function usedNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}
