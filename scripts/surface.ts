import ts from "typescript";

/** What a package declares to its users, by name: `run`, `Task.cancel`; a name may be declared several times. */
export type Surface = Map<string, string[]>;

/** The surface that API reports tell of; comments, and what is not exported, are no part of it. */
export function surfaceOf(reports: readonly string[]): Surface {
  const surface: Surface = new Map();
  const printer = ts.createPrinter({ removeComments: true });
  for (const report of reports) {
    const code = /^```ts\n([\s\S]*?)^```/m.exec(report)?.[1] ?? "";
    const file = ts.createSourceFile("report.d.ts", code, ts.ScriptTarget.Latest);
    const declare = (name: string, node: ts.Node): void => {
      const text = printer.printNode(ts.EmitHint.Unspecified, node, file);
      surface.set(name, [...(surface.get(name) ?? []), text]);
    };
    for (const statement of file.statements) {
      if (ts.isExportDeclaration(statement)) {
        const { exportClause: names, moduleSpecifier: from } = statement;
        if (names && ts.isNamedExports(names)) for (const element of names.elements) declare(element.name.text, element);
        else declare(`* of ${from?.getText(file)}`, statement);
      } else if (ts.canHaveModifiers(statement) && statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) {
        if (ts.isVariableStatement(statement)) {
          for (const declaration of statement.declarationList.declarations) declare(declaration.name.getText(file), declaration);
        } else if (ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement)) {
          const name = statement.name!.text;
          declare(name, headOf(statement));
          for (const member of statement.members) declare(`${name}.${member.name?.getText(file) ?? ts.SyntaxKind[member.kind]}`, member);
        } else {
          declare((statement as ts.DeclarationStatement).name!.getText(file), statement);
        }
      }
    }
  }
  return surface;
}

/** A class or an interface without its members. */
function headOf(node: ts.ClassDeclaration | ts.InterfaceDeclaration): ts.Node {
  const { modifiers, name, typeParameters, heritageClauses } = node;
  return ts.isClassDeclaration(node)
    ? ts.factory.createClassDeclaration(modifiers, name, typeParameters, heritageClauses, [])
    : ts.factory.createInterfaceDeclaration(node.modifiers, node.name, typeParameters, heritageClauses, []);
}

/** The names that have gone, whole or in one of their declarations; and those that are new or declared otherwise. */
export function difference(before: Surface, after: Surface): { gone: string[]; changed: string[] } {
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  const declarations = (surface: Surface, name: string): string[] => surface.get(name) ?? [];
  const gone = names.filter((name) => declarations(after, name).length < declarations(before, name).length);
  const changed = names.filter(
    (name) => !gone.includes(name) && declarations(after, name).toSorted().join() !== declarations(before, name).toSorted().join(),
  );
  return { gone, changed };
}
