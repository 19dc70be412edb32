import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Fault } from "./fault.ts";
import { Snippet } from "./snippet.ts";
import { functionsOf } from "./source-functions.ts";

/** The root of the repository. */
export const root: string = fileURLToPath(new URL("../../../../", import.meta.url));

/**
 * Returns the source of the fault, with the fault in it.
 *
 * @throws Error if the function is missing, or does not contain the snippet exactly once; the message names other places with it
 */
export function plant({ file, in: name, find, replace }: Fault): string {
  const snippet = new Snippet(find);
  if (!existsSync(root + file)) throw new Error(`${file}: no such file; ${whereabouts(name, snippet)}`);
  const source = read(file);
  // A getter and its setter share a name.
  const functions = functionsOf(source).filter((each) => each.name === name);
  if (functions.length === 0) throw new Error(`${file}: ${name} was expected there; ${whereabouts(name, snippet)}`);
  const counts = functions.map(({ start, end }) => snippet.count(source.slice(start, end)));
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total !== 1) {
    const texts = functions.map((each) => source.slice(each.start, each.end)).join("\n");
    const places = whereabouts(name, snippet);
    throw new Error(`${file}: ${name}: \`${find}\` was expected once, found ${total} times; ${places}; the present text is:\n${texts}`);
  }
  const { start, end } = functions[counts.indexOf(1)]!;
  return source.slice(0, start) + snippet.replaced(source.slice(start, end), replace) + source.slice(end);
}

/** Lists the places in the core packages with the function or the snippet, since the code may have moved there. */
function whereabouts(name: string, snippet: Snippet): string {
  const filesWithName: string[] = [];
  const placesWithSnippet: string[] = [];
  for (const file of globSync("packages/core/*/src/**/*.ts", { cwd: root }).sort()) {
    const source = read(file);
    const functions = functionsOf(source);
    if (functions.some((each) => each.name === name)) filesWithName.push(file);
    const holders = functions.filter(({ start, end }) => snippet.count(source.slice(start, end)) > 0);
    // Of functions inside each other, the innermost.
    const innermost = holders.filter((each) => !holders.some((other) => other !== each && contains(each, other)));
    placesWithSnippet.push(...innermost.map((each) => `${file}: ${each.name}`));
  }
  const listed = (places: string[]) => (places.length === 0 ? "nowhere" : places.slice(0, 5).join(", "));
  return `${name} exists in: ${listed(filesWithName)}; the snippet occurs in: ${listed(placesWithSnippet)}`;
}

function contains(outer: { start: number; end: number }, inner: { start: number; end: number }): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function read(file: string): string {
  return readFileSync(root + file, "utf8");
}
