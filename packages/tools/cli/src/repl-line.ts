import { type Node, parse } from "acorn";
import { transformSync } from "amaro";
import { namesIn, type Pattern } from "./pattern-names.ts";

/** A line that is to go on. */
export class IncompleteLine extends Error {}

/** The function around a line. Its head is a line of its own, before the first line of the source. */
const HEAD = "function* line() {\n";
const TAIL = "\n}";

interface Statement extends Node {
  readonly body?: unknown;
  readonly declarations?: readonly { readonly id: Pattern; readonly init: Node | null; readonly end: number }[];
  readonly expression?: Node;
  readonly id?: Pattern & { readonly name: string };
  readonly kind?: string;
}

/**
 * Returns the JavaScript of a line of TypeScript: an expression for a generator function, which runs the line and returns the
 * value of its last expression. Variables, functions, classes and imports become globals, so that later lines see them.
 *
 * @throws IncompleteLine if the line is to go on
 * @throws SyntaxError if the line is no TypeScript
 */
export function compileLine(source: string): string {
  const text = withoutImports(source);
  // An import without the name of its module.
  if (/^\s*import\s[^"'(;]*$/m.test(text)) throw new IncompleteLine();
  const isObject = /^\s*\{[\s\S]*\}\s*$/.test(text);
  if (isObject) {
    try {
      return compile(`(${text})`);
    } catch {
      // A block.
    }
  }
  return compile(text);
}

function compile(text: string): string {
  const code = javaScriptOf(text);
  const [line] = (
    parse(code, { ecmaVersion: "latest", sourceType: "script", allowAwaitOutsideFunction: false }) as never as { body: Statement[] }
  ).body;
  const body = line!.body as Node & { body: Statement[] };
  const statements = body.body;
  const names: string[] = [];
  let begin = "";
  let result = "";
  let copied = body.start + 1;
  const replace = (start: number, end: number, by: string): void => {
    result += code.slice(copied, start) + by;
    copied = end;
  };
  for (const [i, statement] of statements.entries()) {
    const { declarations, end, id, kind, start, type } = statement;
    if (type === "VariableDeclaration") {
      names.push(...declarations!.flatMap((each) => namesIn(each.id)));
      // `const x = 1, y` becomes `void ((x = 1), (y = undefined));`. `var y` alone keeps the value of y.
      const parts = declarations!.flatMap((each) => {
        if (kind === "var" && each.init === null) return [];
        return `(${code.slice(each.id.start, each.id.end)} = ${each.init === null ? "undefined" : code.slice(each.init.start, each.init.end)})`;
      });
      replace(start, end, parts.length === 0 ? ";" : `void (${parts.join(", ")});`);
    } else if (type === "FunctionDeclaration") {
      names.push(id!.name);
      // At the begin, because functions may be called above their text.
      begin += `globalThis.${id!.name} = ${id!.name}; `;
    } else if (type === "ClassDeclaration") {
      names.push(id!.name);
      replace(start, end, `${id!.name} = ${code.slice(start, end)};`);
    } else if (type === "ExpressionStatement" && i === statements.length - 1) {
      const { expression } = statement;
      replace(start, end, `return (${code.slice(expression!.start, expression!.end)});`);
    }
  }
  result += code.slice(copied, body.end - 1);
  const declared = names.length === 0 ? "" : `__declare(${JSON.stringify(names)}); `;
  return `(function* () { ${declared}${begin}${result}})`;
}

/** Returns a line in its function as JavaScript. */
function javaScriptOf(text: string, mode: "strip-only" | "transform" = "strip-only"): string {
  const code = HEAD + text + TAIL;
  try {
    return transformSync(code, { mode }).code;
  } catch (error) {
    const { code: kind, endLine = 0, message = String(error) } = error as { code?: string; endLine?: number; message?: string };
    // Enums, namespaces and parameter properties are more than types.
    if (kind === "UnsupportedSyntax" && mode === "strip-only") return javaScriptOf(text, "transform");
    if (endLine >= code.split("\n").length && !closesTooMuch(text)) throw new IncompleteLine();
    const hint = /\bawait\b/.test(text) ? ". A line is a coroutine: write yield* ensureFuture(promise) instead of await" : "";
    throw new SyntaxError(message.split("\n")[0] + hint);
  }
}

/** Returns whether a text closes the function around it. Skips strings and comments. */
function closesTooMuch(text: string): boolean {
  const rest = text.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`/g, "");
  const count = (bracket: string): number => rest.split(bracket).length;
  return count("}") > count("{");
}

/** Makes imports dynamic. */
function withoutImports(text: string): string {
  return text
    .replaceAll(/^\s*import\s+type\s[^"';]*["'][^"']+["']\s*;?/gm, "")
    .replaceAll(/^\s*import\s+(["'][^"']+["'])\s*;?/gm, "yield* __import($1);")
    .replaceAll(
      /^\s*import\s+([^"';]+?)\s+from\s+(["'][^"']+["'])(?:\s+(with\s+\{[^}]*\}))?\s*;?/gm,
      (_, clause: string, from: string, attributes?: string) => {
        const options = attributes === undefined ? "" : `, { ${attributes.replace(/^with/, "with:")} }`;
        return importOf(clause, `yield* __import(${from}${options});`);
      },
    );
}

function importOf(clause: string, module: string): string {
  const [, name, rest = ""] = /^([\w$]*)\s*,?\s*([\s\S]*)$/.exec(clause.trim())!;
  const parts = name === "" || name === undefined ? [] : [`default: ${name}`];
  const [, namespace] = /^\*\s*as\s+([\w$]+)$/.exec(rest) ?? [];
  if (namespace !== undefined) return `const ${namespace} = ${module}`;
  const names = rest.replaceAll(/^\{|\}$/g, "").split(",");
  for (const each of names) if (each.trim() !== "" && !/^\s*type\s/.test(each)) parts.push(each.trim().replace(/\s+as\s+/, ": "));
  return `const { ${parts.join(", ")} } = ${module}`;
}
