import type { Names } from "./names.ts";

/**
 * Returns the functions that a marked file calls, as its last lines. They are hoisted, and the file's own lines stay where they are.
 *
 * @param used the names that the file uses
 * @param keys the variables of computed keys
 */
export function addedCode(names: Names, used: ReadonlySet<keyof Names>, keys: readonly string[]): string {
  const { mark, coroutine, markMethods, markPrivate, keyOf } = names;
  const lines = [
    // A build for old targets has replaced generators, which cannot be marked.
    `function ${mark}(fn, name) { if (Object.prototype.toString.call(fn) !== "[object GeneratorFunction]") return fn; if (name !== undefined) Object.defineProperty(fn, "name", { value: typeof name !== "symbol" ? name : name.description === undefined ? "" : "[" + name.description + "]", configurable: true }); return ${coroutine}(fn); }`,
  ];
  if (used.has("markMethods")) {
    lines.push(
      `function ${markMethods}(target, ...keys) { for (const key of keys) { const method = Object.getOwnPropertyDescriptor(target, key); if (method !== undefined && method.configurable && "value" in method) Object.defineProperty(target, key, { ...method, value: ${mark}(method.value) }); } return target; }`,
    );
  }
  if (used.has("markPrivate")) {
    lines.push(
      `function ${markPrivate}(fn, name) { const all = (${markPrivate}.all ??= new WeakMap()); if (!all.has(fn)) all.set(fn, ${mark}(fn, name)); return all.get(fn); }`,
    );
  }
  if (used.has("keyOf")) lines.push(`function ${keyOf}(key) { return Reflect.ownKeys({ [key]: 0 })[0]; }`);
  if (keys.length > 0) lines.push(`var ${keys.join(", ")};`);
  return lines.join("\n");
}
