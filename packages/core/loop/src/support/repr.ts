import { GeneratorFunction } from "./generator-function.ts";

/** Returns a short text of a value for messages: functions by name, strings quoted, objects by their `toString()` or class. */
export function repr(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return `function${value instanceof GeneratorFunction ? "*" : ""} ${value.name || "(anonymous)"}`;
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? `${value}n` : String(value);
  if (value instanceof Error) return `${value.name}(${repr(value.message)})`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const text = textOf(value);
  return text !== "" && !text.startsWith("[object ")
    ? text
    : `an object of class ${value.constructor?.name || text.slice(8, -1) || "null"}`;
}

function textOf(value: object): string {
  try {
    return String(value);
  } catch {
    return "";
  }
}
