import { parseAst } from "rolldown/parseAst";

/** Functions with the caller's name as their first argument, which only a message shows. */
const NAMES_CALLER =
  /^(checkBody|checkBodyResult|checkCallback|checkContext|checkIterator|checkLoop|checkMilliseconds|checkOptions|checkResult|checkSignal|contextFor|coroutineOf|foreign|futureOf|refuseInStep|setOf|wrongArgument)$/;

/** Methods that describe an object. */
const DESCRIBES = /^(toString|_describe)$/;

/**
 * Replaces the texts of errors and reports by short codes, and drops the texts of objects, for pages in production.
 *
 * No line moves, so that the source map of the module stays valid.
 *
 * @param {string} code a module
 * @returns {string}
 */
export function withoutTexts(code) {
  const methods = nodesOf(parseAst(code)).filter((node) => node.type === "MethodDefinition" && DESCRIBES.test(node.key.name));
  const described = edited(
    code,
    methods.map(({ start, end }) => ({ start, end, put: "" })),
  );
  const ast = parseAst(described);
  const messages = messagesIn(ast).map(({ node, text }) => ({ start: node.start, end: node.end, put: `"${messageOf(codeOf(text))}"` }));
  return edited(described, [...messages, ...callersIn(ast).map(({ start, end }) => ({ start, end, put: "0" }))]);
}

/**
 * Returns the texts of errors and reports in a module, with `…` in place of the values in them.
 *
 * @param {string} code
 * @param {"js" | "ts"} lang
 * @returns {string[]}
 */
export function textsIn(code, lang) {
  return messagesIn(parseAst(code, { lang })).map(({ text }) => text);
}

/** Returns the code of a text. A hash, so that codes stay the same from release to release. */
export function codeOf(text) {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + character.codePointAt(0)) % 36 ** 4;
  return hash.toString(36).padStart(4, "0");
}

/** Returns the message that pages in production have in place of a text. */
export function messageOf(code) {
  return `asyncio-ts ${code}`;
}

function messagesIn(ast) {
  return nodesOf(ast).flatMap((node) => {
    if (node.type === "NewExpression" && node.callee.name?.endsWith("Error")) return messageAt(node.arguments[0]);
    if (node.type === "Property" && node.key.name === "message") return messageAt(node.value);
    if (node.type === "VariableDeclarator" && node.id.name === "message") return messageAt(node.init);
    return node.type === "CallExpression" && node.callee.name === "wrongArgument" ? expectationOf(...node.arguments) : [];
  });
}

function messageAt(node) {
  return isText(node) ? [{ node, text: textOf(node) }] : [];
}

/** The message that `wrongArgument` makes. Its second argument takes the code. */
function expectationOf(caller, expected) {
  const name = caller.type === "Literal" ? caller.value : "…";
  return isText(expected) ? [{ node: expected, text: `${name}: ${textOf(expected)} was expected, got …` }] : [];
}

function callersIn(ast) {
  const calls = nodesOf(ast).filter((node) => node.type === "CallExpression" && NAMES_CALLER.test(node.callee.name ?? ""));
  return calls.map((call) => call.arguments[0]).filter((caller) => isText(caller) || caller.callee?.name === "nameOf");
}

function isText(node) {
  return node?.type === "TemplateLiteral" || (node?.type === "Literal" && typeof node.value === "string" && node.value !== "");
}

function textOf(node) {
  return node.type === "Literal" ? node.value : node.quasis.map(({ value }) => value.cooked).join("…");
}

/** Returns a node of the syntax tree and all nodes in it. */
function nodesOf(node) {
  const inner = Object.values(node).flatMap((child) => (typeof child === "object" && child !== null ? nodesOf(child) : []));
  return typeof node.type === "string" ? [node, ...inner] : inner;
}

/** Makes edits, each of which keeps its number of lines. */
function edited(code, edits) {
  for (const { start, end, put } of edits.sort((a, b) => b.start - a.start)) {
    const lines = code.slice(start, end).split("\n").length - 1;
    code = code.slice(0, start) + put + "\n".repeat(lines) + code.slice(end);
  }
  return code;
}
