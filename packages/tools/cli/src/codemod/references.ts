import { ts } from "ts-morph";
import { isMapperOfGather } from "./promise-combinator.ts";

/**
 * How a program uses a function.
 * - `call`: called directly, or given to `map` under an awaited `Promise.all`.
 * - `export`: exported from its module.
 * - `value`: used as a value, so that its callers are not known.
 * - `outside`: called from a file that is not converted.
 */
export type Use = "call" | "export" | "value" | "outside";

/** A use of a declaration. */
export interface Reference {
  readonly node: ts.Node;
  readonly use: Use;
}

/** Returns the uses of all declarations of a program, by declaration. */
export function referencesOf(
  files: readonly ts.SourceFile[],
  converted: ReadonlySet<ts.SourceFile>,
  checker: ts.TypeChecker,
): Map<ts.Node, Reference[]> {
  const references = new Map<ts.Node, Reference[]>();
  for (const file of files) visit(file);
  return references;

  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) addIdentifier(node);
    else if (ts.isStringLiteralLike(node) && ts.isElementAccessExpression(node.parent))
      add(checker.getSymbolAtLocation(node), node, "value");
    ts.forEachChild(node, visit);
  }

  function addIdentifier(node: ts.Identifier | ts.PrivateIdentifier): void {
    const { parent } = node;
    if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent) && (parent.propertyName ?? parent.name) === node) {
      add(checker.getTypeAtLocation(parent.parent).getProperty(node.text), node, "value");
      return;
    }
    const symbol = ts.isShorthandPropertyAssignment(parent)
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(node);
    if (symbol?.declarations?.some((declaration) => (declaration as ts.NamedDeclaration).name === node && !isAlias(symbol))) return;
    add(symbol, node, useOf(node, converted, checker));
  }

  function add(symbol: ts.Symbol | undefined, node: ts.Node, use: Use | null): void {
    if (symbol === undefined || use === null) return;
    const { declarations = [] } = isAlias(symbol) ? checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of declarations) {
      const list = references.get(declaration) ?? [];
      references.set(declaration, list);
      // A property of a union: the object may be of another class.
      list.push({ node, use: declarations.length > 1 && use === "call" ? "value" : use });
    }
  }
}

function isAlias(symbol: ts.Symbol): boolean {
  return (symbol.flags & ts.SymbolFlags.Alias) !== 0;
}

/** Returns how an identifier is used; null for an import, which uses nothing. */
function useOf(node: ts.Identifier | ts.PrivateIdentifier, converted: ReadonlySet<ts.SourceFile>, checker: ts.TypeChecker): Use | null {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent)) return null;
  if (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent)) return "export";
  const callee = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
  const isCall = ts.isCallExpression(callee.parent) && callee.parent.expression === callee && !isOptional(callee.parent);
  if (!isCall && !isMapperOfGather(callee, checker)) return "value";
  return converted.has(node.getSourceFile()) ? "call" : "outside";
}

/** Returns whether a call may be none, as in `hook?.()`. */
function isOptional(call: ts.CallExpression): boolean {
  return (call.flags & ts.NodeFlags.OptionalChain) !== 0;
}
