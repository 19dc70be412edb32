import { parseAst } from "rolldown/parseAst";

/** Functions with the caller's name as their first argument, which only a message shows. */
const NAMES_CALLER =
  /^(checkBody|checkBodyResult|checkCallback|checkContext|checkIterator|checkLoop|checkMilliseconds|checkOptions|checkResult|checkSignal|contextFor|coroutineOf|foreign|futureOf|refuseInStep|setOf|wrongArgument)$/;

/**
 * Replaces the texts of errors and reports by short codes, for the build of pages. No line moves, so that the source map of the
 * module stays valid.
 *
 * @param {string} code a module
 * @param {"js" | "ts"} [lang] its language
 * @returns {{ code: string, messages: Map<string, string> }} the module with codes, and the text of each code
 */
export function withMessageCodes(code, lang = "js") {
  const messages = new Map();
  const edits = [];
  const replace = (node, text = textOf(node)) => {
    const short = codeOf(text);
    messages.set(short, text);
    const lines = code.slice(node.start, node.end).split("\n").length - 1;
    edits.push({ start: node.start, end: node.end, put: `"asyncio-ts ${short}"` + "\n".repeat(lines) });
  };
  for (const node of nodesOf(parseAst(code, { lang }))) {
    if (node.type === "NewExpression" && node.callee.name?.endsWith("Error") && isText(node.arguments[0])) replace(node.arguments[0]);
    if (node.type === "Property" && node.key.name === "message" && isText(node.value)) replace(node.value);
    if (node.type === "VariableDeclarator" && node.id.name === "message" && isText(node.init)) replace(node.init);
    if (node.type !== "CallExpression" || !NAMES_CALLER.test(node.callee.name ?? "")) continue;
    const [caller, expected] = node.arguments;
    if (node.callee.name === "wrongArgument" && isText(expected)) {
      const name = isText(caller) ? textOf(caller) : "…";
      replace(expected, `${name}: ${textOf(expected)} was expected, got …`);
    }
    if (isText(caller)) edits.push({ start: caller.start, end: caller.end, put: '""' });
  }
  for (const { start, end, put } of edits.sort((a, b) => b.start - a.start)) code = code.slice(0, start) + put + code.slice(end);
  return { code, messages };
}

/** Returns the code of a text. A hash, so that codes stay the same from release to release. */
function codeOf(text) {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + character.codePointAt(0)) % 36 ** 4;
  return hash.toString(36).padStart(4, "0");
}

function isText(node) {
  return node?.type === "TemplateLiteral" || (node?.type === "Literal" && typeof node.value === "string" && node.value !== "");
}

/** Returns a text with `…` in place of the values in it. */
function textOf(node) {
  return node.type === "Literal" ? node.value : node.quasis.map(({ value }) => value.cooked).join("…");
}

function* nodesOf(node) {
  if (typeof node?.type === "string") yield node;
  for (const child of Object.values(node)) if (typeof child === "object" && child !== null) yield* nodesOf(child);
}
