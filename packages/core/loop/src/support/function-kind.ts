import { GeneratorFunction } from "./generator-function.ts";

/** Returns whether a value is an async function or an `async function*`, of any realm. A call starts work that no task runs. */
export function isAsyncFunction(value: unknown): boolean {
  const kind: unknown = typeof value === "function" && (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  return kind === "AsyncFunction" || kind === "AsyncGeneratorFunction";
}

/** Returns whether a value is a function that a call runs to its end: neither a `function*` nor an async function. */
export function isPlainFunction(value: unknown): boolean {
  return typeof value === "function" && !(value instanceof GeneratorFunction) && !isAsyncFunction(value);
}
