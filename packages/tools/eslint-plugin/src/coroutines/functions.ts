import type { TSESTree } from "@typescript-eslint/utils";

/** A function of any kind. */
export type FunctionNode = TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;

/** A function that `function*` or `*name()` may declare. */
export type GeneratorNode = TSESTree.FunctionDeclaration | TSESTree.FunctionExpression;

/** Returns whether a node is a function of any kind. */
export function isFunction(node: TSESTree.Node): node is FunctionNode {
  return node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression";
}

/** Returns the innermost function around a node; null at the top level, and in the fields and static blocks of classes. */
export function enclosingFunction(node: TSESTree.Node): FunctionNode | null {
  for (let at = node.parent; at; at = at.parent) {
    if (isFunction(at)) return at;
    if (at.type === "StaticBlock" || at.type === "PropertyDefinition") return null;
  }
  return null;
}

/** Returns the `function*` around a node; null if the innermost function is another one. */
export function enclosingGenerator(node: TSESTree.Node): GeneratorNode | null {
  const fn = enclosingFunction(node);
  return fn?.generator === true && !fn.async ? (fn as GeneratorNode) : null;
}

/** Returns the `function*` that a declaration, or a variable or property with a value, declares; null if it declares another value. */
export function declaredGenerator(declaration: TSESTree.Node): GeneratorNode | null {
  switch (declaration.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
      return declaration.generator && !declaration.async ? declaration : null;
    case "VariableDeclarator":
      return declaration.init && declaredGenerator(declaration.init);
    case "MethodDefinition":
    case "Property":
    case "PropertyDefinition":
      return declaration.value && declaredGenerator(declaration.value);
    default:
      return null;
  }
}

/** The nodes of a type, which a plain string names. */
type NodeOf<Type extends string, Node = TSESTree.Node> = Node extends { type: infer T extends string }
  ? `${T}` extends Type
    ? Node
    : never
  : never;

/** Returns the nodes of a type below a node, outside nested functions and classes. */
export function nodesIn<T extends `${TSESTree.Node["type"]}`>(
  root: TSESTree.Node,
  type: T,
  keys: Readonly<Record<string, readonly string[] | undefined>>,
): NodeOf<T>[] {
  const found: TSESTree.Node[] = [];
  const visit = (node: TSESTree.Node): void => {
    if (node.type === type) found.push(node);
    if (node !== root && (isFunction(node) || node.type === "ClassBody")) return;
    for (const key of keys[node.type] ?? []) {
      const child = (node as unknown as Record<string, unknown>)[key];
      for (const each of Array.isArray(child) ? child : [child]) if (each) visit(each as TSESTree.Node);
    }
  };
  visit(root);
  return found as NodeOf<T>[];
}
