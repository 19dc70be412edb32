import type { Comment } from "oxc-parser";
import { hasOwn, type Node } from "./syntax.ts";

/** The comment before a generator that is left as it is. */
const PLAIN = "@asyncio-ts:plain";

/**
 * Returns whether a node is a `function*` that may be a coroutine. One that yields a value itself is a generator of values, because
 * a coroutine only delegates.
 */
export function isCoroutineFunction(node: Node): boolean {
  return node["generator"] === true && node["async"] !== true && node["body"] !== null && !hasOwn(node, yieldsValue);
}

function yieldsValue(node: Node): boolean {
  return node.type === "YieldExpression" && node["delegate"] !== true;
}

/** Returns whether the comment of plain generators stands before a place, with nothing but space between. */
export function isOptedOut(code: string, comments: readonly Comment[], start: number): boolean {
  return comments.some(({ value, end }) => value.trim() === PLAIN && end <= start && code.slice(end, start).trim() === "");
}
