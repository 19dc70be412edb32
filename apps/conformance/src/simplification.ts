import type { Program } from "./language/program.ts";

/** What may be left out wherever it stands. */
const optional = new Set(
  "again at context eager error final group handlers immediate limit lock marked message settled ties using".split(" "),
);

type Node = { [key: string]: unknown };
type Path = (string | number)[];

/** Programs a little simpler than the given one, those that lose the most first. Every program is valid, so all of these are. */
export function* simplifications(program: Program): Generator<Program> {
  const places = [...walk(program as never, [])].sort((a, b) => b.size - a.size);
  for (const { path, value } of places) {
    if (Array.isArray(value)) yield* shorter(program, path, value);
    else yield* flatter(program, path, value);
  }
}

/** Every array and object inside of a node, with its size. */
function* walk(value: unknown, path: Path): Generator<{ path: Path; value: Node | unknown[]; size: number }> {
  if (typeof value !== "object" || value === null) return;
  yield { path, value: value as Node, size: JSON.stringify(value).length };
  for (const [key, inner] of Object.entries(value)) yield* walk(inner, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** Without a half of an array's items, without a quarter, …, without one. */
function* shorter(program: Program, path: Path, items: unknown[]): Generator<Program> {
  for (let count = items.length; count > 0; count = count >> 1) {
    for (let start = 0; start < items.length; start += count) {
      yield edited(program, path, (array) => void array.splice(start, count));
    }
  }
}

/** Without a node's optional parts, with its inner parts in its own place, with smaller numbers. */
function* flatter(program: Program, path: Path, node: Node): Generator<Program> {
  for (const [key, value] of Object.entries(node)) {
    if (optional.has(key)) yield edited(program, path, (copy) => delete copy[key]);
    if (key === "ms" && typeof value === "number" && value !== 0) {
      yield edited(program, path, (copy) => (copy.ms = 0));
      if (value > 125) yield edited(program, path, (copy) => (copy.ms = 125));
    }
  }
  const place = path.at(-1);
  if (place === undefined) return;
  const around = path.slice(0, -1);
  for (const inner of parts(node)) {
    // A statement gives way to its blocks, an expression to what it stands on.
    if (typeof place === "number") yield edited(program, around, (array) => void array.splice(place, 1, ...inner));
    else if (inner.length === 1) yield edited(program, around, (copy) => (copy[place] = inner[0]));
  }
}

/** The blocks of a statement, or what an expression stands on. */
function parts({ op, kind, of, body, final, handlers }: Node): unknown[][] {
  if (kind !== undefined) return Array.isArray(of) ? of.map((one) => [one]) : of === undefined ? [] : [[of]];
  if (op === undefined) return [];
  const handled = (handlers as Node[] | undefined)?.map((handler) => handler.body) ?? [];
  return [body, final, ...handled, (of as Node | undefined)?.body].filter((block) => Array.isArray(block));
}

/** A copy of the program, changed at the path. */
function edited(program: Program, path: Path, edit: (copy: any) => unknown): Program {
  const copy = structuredClone(program);
  edit(path.reduce<unknown>((node, key) => (node as Node)[key], copy));
  return copy;
}
