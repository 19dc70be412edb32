import { ts } from "ts-morph";
import type { Printer } from "./printer.ts";

/** Returns the text of a `for await`: `forEach` if its body only goes on to the next item, else `iterate`. Null for others. */
export function forAwaitText(printer: Printer, node: ts.ForOfStatement): string | null {
  if (node.awaitModifier === undefined || !printer.isInCoroutine(node)) return null;
  const { file, names } = printer;
  const { expression, initializer, statement } = node;
  const source = printer.print(expression);
  const body = ts.isBlock(statement) ? printer.print(statement) : `{ ${printer.print(statement)} }`;
  const declared = ts.isVariableDeclarationList(initializer) ? initializer.declarations[0]!.name.getText(file) : null;
  if (declared !== null && isPlainBody(statement)) {
    return `yield* ${names.use("forEach")}(${source}, function* (${declared}) ${body});`;
  }
  const items = names.unused("items");
  const target = declared === null ? initializer.getText(file) : `const ${declared}`;
  const indent = /[ \t]*$/.exec(file.text.slice(0, node.getStart(file)))![0];
  return [
    `const ${items} = ${names.use("iterate")}(${source});`,
    `try {`,
    `  while (yield* ${items}.next()) {`,
    `    ${target} = ${items}.value;`,
    `    ${body.slice(1, -1).trim()}`,
    `  }`,
    `} finally {`,
    `  yield* ${items}.close();`,
    `}`,
  ].join(`\n${indent}`);
}

/** Returns whether the body of a loop can be a function: it has no jumps, and no `this` or `arguments`. */
function isPlainBody(body: ts.Node): boolean {
  if (ts.isBreakOrContinueStatement(body) || ts.isReturnStatement(body)) return false;
  if (body.kind === ts.SyntaxKind.ThisKeyword || body.kind === ts.SyntaxKind.SuperKeyword) return false;
  if (ts.isIdentifier(body) && body.text === "arguments") return false;
  if (ts.isVariableDeclarationList(body) && (body.flags & ts.NodeFlags.BlockScoped) === 0) return false;
  let isPlain = true;
  ts.forEachChild(body, (child) => {
    const isOther = ts.isFunctionLike(child) && !ts.isArrowFunction(child);
    isPlain &&= isOther || (ts.isArrowFunction(child) ? !usesThis(child) : isPlainBody(child));
  });
  return isPlain;
}

function usesThis(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword || (ts.isIdentifier(node) && node.text === "arguments")) return true;
  let found = false;
  ts.forEachChild(node, (child) => {
    found ||= usesThis(child) && (!ts.isFunctionLike(child) || ts.isArrowFunction(child));
  });
  return found;
}
