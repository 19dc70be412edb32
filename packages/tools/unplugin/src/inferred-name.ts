import type { Node } from "./syntax.ts";

/** The wrappers of types around an expression, which are removed before the program runs. */
const TYPE_WRAPPERS = new Set(["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression", "TSTypeAssertion"]);

/** Returns the parents of an expression without the wrappers of types, and the outermost of these or the expression itself. */
export function placeOf(node: Node, parents: readonly Node[]): { value: Node; parent: Node; parents: readonly Node[] } {
  let depth = parents.length - 1;
  let value = node;
  while (TYPE_WRAPPERS.has(parents[depth]!.type)) value = parents[depth--]!;
  return { value, parent: parents[depth]!, parents: parents.slice(0, depth) };
}

/**
 * Returns the name that the language infers for an anonymous function: of its variable, its property, or `default`.
 *
 * @returns undefined if there is none, and the key's node if it is computed
 */
export function inferredName(value: Node, parent: Node): string | Node | undefined {
  switch (parent.type) {
    case "VariableDeclarator":
      return parent["init"] === value ? nameOf(parent["id"]) : undefined;
    case "AssignmentExpression":
      return parent["right"] === value && /^(?:=|&&=|\|\|=|\?\?=)$/.test(parent["operator"]) ? nameOf(parent["left"]) : undefined;
    case "AssignmentPattern":
      return parent["right"] === value ? nameOf(parent["left"]) : undefined;
    case "Property":
      return parent["value"] === value && !setsPrototype(parent) ? keyOf(parent) : undefined;
    case "PropertyDefinition":
    case "AccessorProperty":
      return parent["value"] === value ? keyOf(parent) : undefined;
    case "ExportDefaultDeclaration":
      return "default";
    default:
      return undefined;
  }
}

function nameOf(target: Node): string | undefined {
  return target.type === "Identifier" ? target["name"] : undefined;
}

function setsPrototype(property: Node): boolean {
  return keyOf(property) === "__proto__" && property["computed"] !== true;
}

/** Returns the key of a property, method or field: its text if that is known, else its node. */
export function keyOf(property: Node): string | Node {
  const key: Node = property["key"];
  const isComputed = property["computed"] === true;
  if (key.type === "PrivateIdentifier") return `#${key["name"]}`;
  if (key.type === "Literal" && (!isComputed || typeof key["value"] === "string")) return String(key["value"]);
  return key.type === "Identifier" && !isComputed ? key["name"] : key;
}
