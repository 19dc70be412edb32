import { parseAst } from "rolldown/parseAst";
import { type Cut, cuts } from "./cuts.ts";

interface SyntaxNode {
  type: string;
  start: number;
  end: number;
  [property: string]: unknown;
}

const patterns = cuts.map((cut) => ({ cut, pattern: expressionOf(cut.expression) }));

/**
 * Replaces the expressions of all cuts in a TypeScript source.
 *
 * @param found counts the places of each cut
 */
export function cutOut(source: string, found: Map<Cut, number>): string {
  let text = "";
  let copied = 0;
  for (const { cut, start, end } of placesIn(parse(source))) {
    found.set(cut, (found.get(cut) ?? 0) + 1);
    text += source.slice(copied, start) + cut.unused;
    copied = end;
  }
  return text + source.slice(copied);
}

/** The outermost expressions that a cut replaces, from first to last. */
function* placesIn(node: SyntaxNode): Generator<{ cut: Cut; start: number; end: number }> {
  const match = patterns.find(({ pattern }) => matches(node, pattern));
  if (match !== undefined) {
    yield { cut: match.cut, start: node.start, end: node.end };
    return;
  }
  const children = Object.entries(node).flatMap(([property, value]) => (isTarget(node, property) ? [] : value));
  for (const child of children.filter(isNode).sort((a, b) => a.start - b.start)) yield* placesIn(child);
}

/** Whether a property of a node is a plain assignment's target; cut out, it would be no assignment any more. */
function isTarget(node: SyntaxNode, property: string): boolean {
  return node.type === "AssignmentExpression" && property === "left";
}

function matches(node: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) {
    return Array.isArray(node) && node.length === pattern.length && pattern.every((item, index) => matches(node[index], item));
  }
  if (!isNode(pattern)) return node === pattern;
  if (pattern.type === "Identifier" && pattern.name === "$") return true;
  return isNode(node) && Object.keys(pattern).every((property) => ignored.has(property) || matches(node[property], pattern[property]));
}

/** `a?.b` is matched by `a.b`. */
const ignored = new Set(["start", "end", "optional"]);

function expressionOf(text: string): SyntaxNode {
  const [statement] = parse(text).body as { expression: SyntaxNode }[];
  return statement!.expression;
}

function parse(source: string): SyntaxNode {
  return parseAst(source, { lang: "ts" }) as unknown as SyntaxNode;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as SyntaxNode).type === "string";
}
