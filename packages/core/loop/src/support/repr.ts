import { isAsyncFunction } from "./function-kind.ts";
import { GeneratorFunction } from "./generator-function.ts";

/** The most characters of one text. */
const LONGEST = 300;

/** Returns a text, cut to the length that messages can bear. */
export function bounded(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Returns a string unchanged, and a short text of any other value. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : repr(value);
}

/**
 * Returns a short text of a value for messages: functions by name, strings quoted, objects by their `toString()` or class.
 *
 * Never throws, whatever a proxy or a getter of the value does.
 */
export function repr(value: unknown): string {
  try {
    return bounded(textOf(value));
  } catch {
    return `an unprintable ${typeof value}`;
  }
}

function textOf(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(bounded(value));
  if (typeof value === "function") {
    return `${isAsyncFunction(value) ? "async " : ""}function${value instanceof GeneratorFunction ? "*" : ""} ${value.name || "(anonymous)"}`;
  }
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? `${value}n` : String(value);
  if (value instanceof Error) return `${value.name}(${repr(value.message)})`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const text = ownText(value);
  return text !== "" && !text.startsWith("[object ")
    ? text
    : `an object of class ${value.constructor?.name || text.slice(8, -1) || "null"}`;
}

function ownText(value: object): string {
  try {
    return String(value);
  } catch {
    return "";
  }
}
