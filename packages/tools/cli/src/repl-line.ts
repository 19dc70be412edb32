import { type Node, parse } from "acorn";
import { transformSync } from "amaro";

/** A line that is to go on. */
export class IncompleteLine extends Error {}

/** The function around a line. On a line of its own, so that the lines of errors stay. */
const HEAD = "function* line() {\n";
const TAIL = "\n}";

interface Statement extends Node {
  readonly body?: unknown;
  readonly declarations?: readonly { readonly id: Node; readonly init: Node | null; readonly end: number }[];
  readonly expression?: Node;
  readonly id?: { readonly name: string } | null;
  readonly kind?: string;
}

/**
 * Returns the JavaScript of a line of TypeScript: an expression for a generator function, which runs the line and returns the
 * value of its last expression. Variables, functions, classes and imports become globals, so that later lines see them.
 *
 * @throws IncompleteLine if the line has open brackets
 * @throws SyntaxError if the line is no TypeScript
 */
export function compileLine(source: string): string {
  if (isOpen(source)) throw new IncompleteLine();
  const text = withoutImports(source);
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
  const { code } = stripTypes(HEAD + text + TAIL);
  const [line] = (
    parse(code, { ecmaVersion: "latest", sourceType: "script", allowAwaitOutsideFunction: false }) as never as { body: Statement[] }
  ).body;
  const statements = (line!.body as { body: Statement[] }).body;
  let result = "";
  let copied = HEAD.length;
  const replace = (start: number, end: number, by: string): void => {
    result += code.slice(copied, start) + by;
    copied = end;
  };
  for (const [i, statement] of statements.entries()) {
    const { declarations, end, id, start, type } = statement;
    if (type === "VariableDeclaration") {
      // `const x = 1, y` becomes `void ((x = 1), (y = undefined));`.
      const parts = declarations!.map((each) => {
        const target = code.slice(each.id.start, each.id.end);
        return `(${target} = ${each.init === null ? "undefined" : code.slice(each.init.start, each.init.end)})`;
      });
      replace(start, end, `void (${parts.join(", ")});`);
    } else if (type === "FunctionDeclaration" || type === "ClassDeclaration") {
      replace(start, end, `${id!.name} = ${code.slice(start, end)};`);
    } else if (type === "ExpressionStatement" && i === statements.length - 1) {
      const { expression } = statement;
      replace(start, end, `return (${code.slice(expression!.start, expression!.end)});`);
    }
  }
  result += code.slice(copied, code.length - TAIL.length);
  return `(function* () {\n${result}\n})`;
}

function stripTypes(code: string): { code: string } {
  try {
    return transformSync(code, { mode: "strip-only" });
  } catch (error) {
    const { message } = error as { message?: string };
    throw new SyntaxError(String(message ?? error).split("\n")[0]);
  }
}

/** Makes imports dynamic. */
function withoutImports(text: string): string {
  return text
    .replaceAll(/^\s*import\s+type\b[^;\n]*;?/gm, "")
    .replaceAll(/^\s*import\s+(["'][^"']+["'])\s*;?/gm, "yield* __import($1);")
    .replaceAll(/^\s*import\s+([^"';]+?)\s+from\s+(["'][^"']+["'])\s*;?/gm, (_, clause: string, from: string) => importOf(clause, from));
}

function importOf(clause: string, from: string): string {
  const [, name, rest = ""] = /^([\w$]*)\s*,?\s*([\s\S]*)$/.exec(clause.trim())!;
  const parts = name === "" || name === undefined ? [] : [`default: ${name}`];
  const [, namespace] = /^\*\s*as\s+([\w$]+)$/.exec(rest) ?? [];
  if (namespace !== undefined) return `const ${namespace} = yield* __import(${from});`;
  const names = rest.replaceAll(/^\{|\}$/g, "").split(",");
  for (const each of names) if (each.trim() !== "" && !/^\s*type\s/.test(each)) parts.push(each.trim().replace(/\s+as\s+/, ": "));
  return `const { ${parts.join(", ")} } = yield* __import(${from});`;
}

/** Returns whether a text has more opening than closing brackets, or an open template. Skips strings and comments. */
function isOpen(text: string): boolean {
  const rest = text.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`/g, "");
  const count = (pattern: RegExp): number => rest.match(pattern)?.length ?? 0;
  return count(/[([{]/g) > count(/[)\]}]/g) || rest.includes("`") || rest.includes("/*");
}
