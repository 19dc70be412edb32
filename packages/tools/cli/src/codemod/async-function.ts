import { ts } from "ts-morph";

/** A function that the codemod may convert: an async function, or a function that only returns the promise of a timer. */
export type ConvertibleNode = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration;

/**
 * The form of a function after the conversion.
 * - `coroutine`: a coroutine function; its calls are awaited by `yield*`.
 * - `promise`: a function that returns a promise as before, and runs its body as a coroutine.
 * - `left`: unchanged.
 */
export type Role = "coroutine" | "promise" | "left";

/** A function and its role. */
export interface ConvertibleFunction {
  readonly node: ConvertibleNode;
  /** Whether the function is async. A function that only returns the promise of a timer is not. */
  readonly isAsync: boolean;
  role: Role;
  /** The reason for the role `left`. */
  reason: string | null;
}

/** Returns whether a node is an async function, async generators included. */
export function isAsyncFunction(node: ts.Node): node is ConvertibleNode {
  return isConvertibleNode(node) && node.body !== undefined && asyncModifierOf(node) !== undefined;
}

export function isConvertibleNode(node: ts.Node): node is ConvertibleNode {
  return ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isMethodDeclaration(node);
}

/** Returns the `async` of a function. */
export function asyncModifierOf(node: ConvertibleNode): ts.ModifierLike | undefined {
  return node.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
}

/** Returns the function around a node, or null at the top level of a module. A class's static block and fields count as functions. */
export function functionAround(node: ts.Node): ts.Node | null {
  for (let { parent } = node; parent !== undefined; { parent } = parent) {
    if (ts.isFunctionLike(parent) || ts.isClassStaticBlockDeclaration(parent) || ts.isPropertyDeclaration(parent)) return parent;
  }
  return null;
}

/** Returns the declaration that names a function: the function itself, or the constant that holds it. Null for other values. */
export function declarationOf(node: ConvertibleNode): ts.Declaration | null {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return node;
  const { parent } = node;
  const isConstant =
    ts.isVariableDeclaration(parent) && parent.initializer === node && ts.isIdentifier(parent.name) && parent.type === undefined;
  return isConstant ? parent : null;
}

/** Returns a node without the parentheses around it. */
export function withoutParentheses(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? withoutParentheses(node.expression) : node;
}
