import { parseAst } from "rolldown/parseAst";

/** A function, method, field, class or variable of a module, with the extent of its text. */
export interface SourceFunction {
  /** Its name after the names around it: `pick`, `Lock.acquire`, `Barrier.#leave`, `Timeout.[Symbol.dispose]`. */
  name: string;
  start: number;
  end: number;
}

interface SyntaxNode {
  type: string;
  start: number;
  end: number;
  [property: string]: unknown;
}

/**
 * Lists the named functions of a TypeScript source, and the classes and variables around them. Declarations
 * without a body, such as overloads, are left out.
 *
 * @throws Error when the source has a syntax error
 */
export function functionsOf(source: string): SourceFunction[] {
  return [...named(parseAst(source, { lang: "ts" }) as unknown as SyntaxNode, "")];

  function* named(node: SyntaxNode, outer: string): Generator<SourceFunction> {
    const own = node.type === "VariableDeclarator" && outer !== "" ? null : ownName(node);
    const name = own === null || own === outer ? outer : outer === "" ? own : `${outer}.${own}`;
    if (name !== outer) yield { name, start: node.start, end: node.end };
    for (const child of Object.values(node).flat()) if (isNode(child)) yield* named(child, name);
  }

  function ownName(node: SyntaxNode): string | null {
    switch (node.type) {
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ClassDeclaration":
      case "ClassExpression":
      case "VariableDeclarator":
        return isNode(node.id) && node.id.type === "Identifier" ? String(node.id.name) : null;
      case "MethodDefinition":
      case "PropertyDefinition":
      case "Property": {
        const { start, end } = node.key as SyntaxNode;
        const key = source.slice(start, end);
        return node.computed === true ? `[${key}]` : key;
      }
      default:
        return null;
    }
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as SyntaxNode).type === "string";
}
