import type { Node } from "./syntax.ts";

/** Returns the statements of a scope to which functions are hoisted; null for other nodes. */
export function statementsOf(scope: Node): readonly Node[] | null {
  switch (scope.type) {
    case "Program":
    case "BlockStatement":
    case "StaticBlock":
    case "TSModuleBlock":
      return scope["body"];
    default:
      return null;
  }
}

/** A place for statements, and the text that ends the statement before it. */
export interface Place {
  readonly at: number;
  readonly before: string;
}

/** Returns the place before the first statement that runs: after directives, and after the imports that a module begins with. */
export function beginningOf(code: string, scope: Node): Place {
  let last: Node | undefined;
  for (const statement of statementsOf(scope)!) {
    if (statement["directive"] === undefined && statement.type !== "ImportDeclaration") break;
    last = statement;
  }
  if (last !== undefined) return { at: last.end, before: code[last.end - 1] === ";" ? " " : "; " };
  if (scope.type !== "Program") return { at: code.indexOf("{", scope.start) + 1, before: " " };
  const hashbang: Node | null = scope["hashbang"];
  return { at: hashbang ? code.indexOf("\n", hashbang.end) + 1 : 0, before: "" };
}

/** Returns the names of a module's variables that it exports, and `default`. */
export function exportedNames(program: Node): Set<string> {
  const names = new Set(["default"]);
  for (const statement of program["body"] as Node[]) {
    if (statement.type === "ExportDefaultDeclaration" || statement.type === "ExportNamedDeclaration") {
      const declared = (statement["declaration"] as Node | null)?.["id"];
      if (declared) names.add(declared.name);
    }
    if (statement.type !== "ExportNamedDeclaration" || statement["source"]) continue;
    for (const { local } of statement["specifiers"]) names.add(local.name);
  }
  return names;
}
