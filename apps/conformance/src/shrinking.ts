import type { Program } from "./language/program.ts";

/** The properties that are optional in each node. */
const optional = new Set(
  "at context eager error final group handlers immediate limit lock marked message raw reraise settled ties transport using".split(" "),
);

type Node = { [key: string]: unknown };
type Path = (string | number)[];

/** Generates programs that are slightly smaller than the given one. Candidates that lose the most come first. */
export function* shrinkCandidates(program: Program): Generator<Program> {
  const nodes = [...walk(program as never, [])].sort((a, b) => b.size - a.size);
  for (const { path, value } of nodes) {
    if (Array.isArray(value)) yield* withFewerItems(program, path, value);
    else yield* withSimplerNode(program, path, value);
  }
}

/** Visits each array and object in a node, with its size. */
function* walk(value: unknown, path: Path): Generator<{ path: Path; value: Node | unknown[]; size: number }> {
  if (typeof value !== "object" || value === null) return;
  yield { path, value: value as Node, size: JSON.stringify(value).length };
  for (const [key, inner] of Object.entries(value)) yield* walk(inner, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** Removes the items of an array: all, then each half, each quarter, …, each item. */
function* withFewerItems(program: Program, path: Path, items: unknown[]): Generator<Program> {
  for (let count = items.length; count > 0; count = count >> 1) {
    for (let start = 0; start < items.length; start += count) {
      yield edited(program, path, (array) => void array.splice(start, count));
    }
  }
}

/** Removes optional properties of a node, makes its numbers smaller, and replaces it by its inner parts. */
function* withSimplerNode(program: Program, path: Path, node: Node): Generator<Program> {
  for (const [name, value] of Object.entries(node)) {
    if (optional.has(name)) yield edited(program, path, (copy) => delete copy[name]);
    if (name === "ms" && typeof value === "number" && value !== 0) {
      yield edited(program, path, (copy) => (copy.ms = 0));
      if (value > 125) yield edited(program, path, (copy) => (copy.ms = 125));
    }
  }
  const { data } = node;
  if (typeof data === "string" && data.length > 1) {
    const middle = data.length >> 1;
    for (const part of [data.slice(0, middle), data.slice(middle), data.slice(1)])
      yield edited(program, path, (copy) => (copy.data = part));
  }
  const key = path.at(-1);
  if (key === undefined) return;
  const parent = path.slice(0, -1);
  for (const inner of parts(node)) {
    if (typeof key === "number") yield edited(program, parent, (array) => void array.splice(key, 1, ...inner));
    else if (inner.length === 1) yield edited(program, parent, (copy) => (copy[key] = inner[0]));
  }
}

/** Returns the blocks of a statement, or the operands of an expression. */
function parts({ op, kind, of, body, final, handlers }: Node): unknown[][] {
  if (kind !== undefined) return Array.isArray(of) ? of.map((operand) => [operand]) : of === undefined ? [] : [[of]];
  if (op === undefined) return [];
  const handled = (handlers as Node[] | undefined)?.map((handler) => handler.body) ?? [];
  return [body, final, ...handled, (of as Node | undefined)?.body].filter((block) => Array.isArray(block));
}

/** Returns a copy of the program, edited at the path. */
function edited(program: Program, path: Path, edit: (copy: any) => unknown): Program {
  const copy = structuredClone(program);
  edit(path.reduce<unknown>((node, key) => (node as Node)[key], copy));
  return copy;
}
