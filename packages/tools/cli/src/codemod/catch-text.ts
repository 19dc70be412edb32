import { ts } from "ts-morph";
import { awaits } from "./body-facts.ts";
import type { Printer } from "./printer.ts";

/** Returns the text of a `catch` that would swallow a cancellation, with a line that throws it again. Null for others. */
export function catchText(printer: Printer, node: ts.CatchClause): string | null {
  if (!printer.isInCoroutine(node) || !awaits(node.parent.tryBlock) || letsCancelledErrorPass(node)) return null;
  const { file, names } = printer;
  const { block, variableDeclaration } = node;
  if (variableDeclaration !== undefined && !ts.isIdentifier(variableDeclaration.name)) {
    printer.note(node, "this catch takes its error apart: let it throw a CancelledError again");
    return null;
  }
  const name = variableDeclaration?.name.getText() ?? (mentions(block, "error") ? names.unused("error") : "error");
  const rethrow = `if (${name} instanceof ${names.use("CancelledError")}) throw ${name};`;
  const open = block.getStart(file) + 1;
  const edits = [{ start: open, end: open, text: `${indentOf(block, file)}${rethrow}${block.statements.length === 0 ? " " : ""}` }];
  const body = printer.printWith(block, edits);
  if (variableDeclaration === undefined) return `catch (${name}) ${body}`;
  return printer.printWith(node, [{ start: block.getStart(file), end: block.end, text: body }]);
}

function mentions(node: ts.Node, name: string): boolean {
  return (ts.isIdentifier(node) && node.text === name) || ts.forEachChild(node, (child) => mentions(child, name) || undefined) === true;
}

/** Returns whether a `catch` first of all throws its error again, or a CancelledError. */
function letsCancelledErrorPass({ block, variableDeclaration }: ts.CatchClause): boolean {
  const [first] = block.statements;
  if (first === undefined || variableDeclaration === undefined) return false;
  const name = variableDeclaration.name.getText();
  if (ts.isThrowStatement(first)) return first.expression.getText() === name;
  return ts.isIfStatement(first) && first.expression.getText() === `${name} instanceof CancelledError`;
}

/** Returns the break and the indentation before the statements of a block. */
function indentOf(block: ts.Block, file: ts.SourceFile): string {
  const [first] = block.statements;
  if (first === undefined) return " ";
  const before = file.text.slice(block.getStart(file) + 1, first.getStart(file));
  return /^\s*\n/.test(before) ? `\n${/[ \t]*$/.exec(before)![0]}` : " ";
}
