import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { Context } from "../eslint/define-rule.ts";

/** The modules of the library. */
const LIBRARY = /^(asyncio-ts|@asyncio-ts\/[\w-]+)(\/|$)/;

/** Returns the variable that a name means at its place; null if it is a global that is not declared. */
export function variableOf(context: Context<never>, name: TSESTree.Identifier): TSESLint.Scope.Variable | null {
  for (let scope: TSESLint.Scope.Scope | null = context.sourceCode.getScope(name); scope; scope = scope.upper) {
    const variable = scope.set.get(name.name);
    if (variable) return variable;
  }
  return null;
}

/**
 * Returns the name under which the library exports the value of an expression, whatever the import calls it.
 *
 * `sleep`, `pause` and `asyncio.sleep` are all "sleep". Null if the value is not imported from the library.
 */
export function libraryName(context: Context<never>, node: TSESTree.Node): string | null {
  if (node.type === "MemberExpression") {
    const isNamespace = node.object.type === "Identifier" && importOf(context, node.object)?.type === "ImportNamespaceSpecifier";
    return isNamespace && node.property.type === "Identifier" ? node.property.name : null;
  }
  const specifier = node.type === "Identifier" ? importOf(context, node) : null;
  if (specifier?.type !== "ImportSpecifier") return null;
  return specifier.imported.type === "Identifier" ? specifier.imported.name : specifier.imported.value;
}

/** Returns the local name of an export of the library, if the file imports it. */
export function localName(context: Context<never>, exported: string): string | null {
  for (const { specifiers } of libraryImports(context)) {
    for (const specifier of specifiers) {
      if (specifier.type === "ImportSpecifier" && libraryName(context, specifier.local) === exported) return specifier.local.name;
    }
  }
  return null;
}

/** Returns the imports of values from the library. */
export function libraryImports(context: Context<never>): TSESTree.ImportDeclaration[] {
  return context.sourceCode.ast.body.filter(
    (statement): statement is TSESTree.ImportDeclaration =>
      statement.type === "ImportDeclaration" && statement.importKind !== "type" && LIBRARY.test(statement.source.value),
  );
}

function importOf(context: Context<never>, name: TSESTree.Identifier): TSESTree.Node | null {
  const definition = variableOf(context, name)?.defs[0];
  if (definition?.type !== "ImportBinding") return null;
  const declaration = definition.parent as TSESTree.ImportDeclaration;
  return LIBRARY.test(declaration.source.value) ? definition.node : null;
}
