import type { Comment, Node as OxcNode } from "oxc-parser";
import { parseSync, visitorKeys } from "oxc-parser";

/** A node of the syntax tree, in the shape of typescript-estree. Each kind has fields of its own. */
export interface Node {
  readonly type: OxcNode["type"];
  readonly start: number;
  readonly end: number;
  readonly [field: string]: any;
}

/** A parsed file. */
export interface Syntax {
  readonly program: Node;
  readonly comments: readonly Comment[];
  readonly isModule: boolean;
}

/** How a file is parsed. */
export type Format = "module" | "commonjs";

const LANGUAGE = /\.[cm]?([jt]sx?)(?:\?.*)?$/;

/**
 * Parses JavaScript or TypeScript, with or without JSX.
 *
 * @param file its extension says the language
 * @param format undefined if the file's own syntax decides
 * @returns null for a file with an error, which the next tool reports
 */
export function parse(file: string, code: string, format: Format | undefined): Syntax | null {
  const language = LANGUAGE.exec(file)?.[1] as "js" | "jsx" | "ts" | "tsx" | undefined;
  const named = /\.c[jt]s(?:\?.*)?$/.test(file) ? "commonjs" : undefined;
  const { program, comments, errors, module } = parseSync(file, code, {
    // JSX is common in files that are named .js.
    lang: language === "js" ? "jsx" : (language ?? "ts"),
    sourceType: format ?? named ?? "unambiguous",
    preserveParens: false,
  });
  if (errors.some(({ severity }) => String(severity) === "Error")) return null;
  const usesRequire = /\b(?:require|module|exports)\b/.test(code);
  const isModule = format === undefined ? module.hasModuleSyntax || (named === undefined && !usesRequire) : format === "module";
  return { program: program as unknown as Node, comments, isModule };
}

/** Returns the children of a node, in the order of the source. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    const child: Node | null | (Node | null)[] = node[key];
    if (Array.isArray(child)) children.push(...child.filter((each) => each !== null));
    else if (child) children.push(child);
  }
  return children;
}

/** Calls `visit` for a node and for all inside it, parents first. */
export function walk(node: Node, visit: (node: Node, parents: readonly Node[]) => void, parents: readonly Node[] = []): void {
  visit(node, parents);
  const own = [...parents, node];
  for (const child of childrenOf(node)) walk(child, visit, own);
}

/** Returns whether a node, or one inside it that belongs to the same function, passes a test. */
export function hasOwn(node: Node, passes: (node: Node) => boolean): boolean {
  return childrenOf(node).some((child) => passes(child) || (!isFunction(child) && hasOwn(child, passes)));
}

function isFunction({ type }: Node): boolean {
  return type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression";
}
