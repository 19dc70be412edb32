import { parseAst } from "rolldown/parseAst";

/**
 * Joins each class with the calls right below it that complete it, such as `brand(Lock, "Lock");`, into one expression, because
 * bundlers drop an unused expression, but never a call statement. Such a call takes the class as its first argument and returns it.
 *
 * No line moves, so that the source map of the module stays valid.
 */
export function wholeClasses(code) {
  const { body } = parseAst(code);
  const edits = [];
  for (const [index, statement] of body.entries()) {
    const type = statement.declaration ?? statement;
    if (type.type !== "ClassDeclaration") continue;
    const calls = [];
    for (let next = index + 1; completes(body[next], type); next++) calls.push(body[next]);
    if (calls.length === 0) continue;
    const opening = calls
      .map(({ expression }) => `/* @__PURE__ */ ${code.slice(expression.callee.start, expression.callee.end)}(`)
      .reverse();
    edits.push({ start: type.start, end: type.start, put: `const ${type.id.name} = ${opening.join("")}` });
    for (const { start, expression, end } of calls) {
      const [, second] = expression.arguments;
      edits.push({ start, end: second?.start ?? expression.end - 1, put: second ? ", " : "" }, { start: expression.end, end, put: "" });
    }
    edits.push({ start: calls.at(-1).end, end: calls.at(-1).end, put: ";" });
  }
  for (const { start, end, put } of edits.reverse()) code = code.slice(0, start) + put + code.slice(end);
  return code;
}

function completes(statement, type) {
  const call = statement?.type === "ExpressionStatement" ? statement.expression : null;
  return call?.type === "CallExpression" && call.arguments[0]?.name === type.id.name;
}
