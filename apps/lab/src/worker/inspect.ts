import { asText } from "@asyncio-ts/loop/lowlevel";

/** Deeper objects, and further entries, are drawn as an ellipsis. */
const DEEPEST = 4;
const MOST = 50;

/** Returns a value as text in one line, with the contents of objects and arrays. Calls no getter, and never throws. */
export function inspect(value: unknown): string {
  try {
    return textOf(value, []);
  } catch {
    return asText(value);
  }
}

/** @param around the objects that contain the value */
function textOf(value: unknown, around: readonly object[]): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null || !hasContents(value)) return asText(value);
  if (around.includes(value)) return "[circular]";
  if (around.length === DEEPEST) return Array.isArray(value) ? "[…]" : "{…}";
  const inside = [...around, value];
  const nested = (item: unknown) => textOf(item, inside);
  if (Array.isArray(value)) return `[${joined(value.map(nested))}]`;
  if (value instanceof Map)
    return `Map(${value.size}) {${joined(Array.from(value, ([key, item]) => `${nested(key)} => ${nested(item)}`))}}`;
  if (value instanceof Set) return `Set(${value.size}) {${joined(Array.from(value, nested))}}`;
  const name = value.constructor?.name ?? "Object";
  return `${name === "Object" ? "" : `${name} `}{${joined(propertiesOf(value, nested), " ")}}`;
}

/** Whether a value is an array, a collection or an object without a text of its own. */
function hasContents(value: object): boolean {
  return Array.isArray(value) || asText(value).startsWith("an object of class ");
}

function propertiesOf(value: object, nested: (item: unknown) => string): string[] {
  const properties = Object.entries(Object.getOwnPropertyDescriptors(value)).filter(([, { enumerable }]) => enumerable);
  return properties.map(([key, property]) => {
    const name = /^[\w$]+$/.test(key) ? key : JSON.stringify(key);
    return `${name}: ${property.get === undefined ? nested(property.value) : "[getter]"}`;
  });
}

function joined(items: readonly string[], margin = ""): string {
  const shown = items.length > MOST ? [...items.slice(0, MOST), `… ${items.length - MOST} more`] : items;
  return shown.length === 0 ? "" : `${margin}${shown.join(", ")}${margin}`;
}
