import type { Node } from "acorn";

/** The target of a declaration: a name, or a pattern of them. */
export interface Pattern extends Node {
  readonly argument?: Pattern;
  readonly elements?: readonly (Pattern | null)[];
  readonly left?: Pattern;
  readonly name?: string;
  readonly properties?: readonly Pattern[];
  readonly value?: Pattern;
}

/** Returns the names that a pattern declares. */
export function namesIn(pattern: Pattern): string[] {
  const { argument, elements, left, name, properties, value } = pattern;
  if (name !== undefined) return [name];
  const parts = [argument, left, value, ...(elements ?? []), ...(properties ?? [])];
  return parts.flatMap((part) => (part ? namesIn(part) : []));
}
