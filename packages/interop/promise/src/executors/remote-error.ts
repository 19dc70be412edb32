import { asText } from "@asyncio-ts/loop/lowlevel";
import { errorClassOf, prototypeNamed } from "./remote-error-class.ts";

/** An error as plain data, which crosses threads, processes and machines. */
export interface EncodedError {
  /** The name of the original. */
  readonly name: string;
  /** The name of the nearest class that is known everywhere. */
  readonly type: string;
  /** The message. */
  readonly message: string;
  /** The stack where it was thrown. */
  readonly stack?: string;
  /** The error's own enumerable fields, such as `code`. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** The cause. */
  readonly cause?: EncodedThrown;
  /** The errors of an `AggregateError`. */
  readonly errors?: readonly EncodedThrown[];
}

/** A thrown value as plain data. Values that are no errors stay as they are. */
export type EncodedThrown = EncodedError | { readonly value: unknown };

/** The properties that have a place of their own in `EncodedError`. */
const NAMED = new Set(["name", "message", "stack", "cause", "errors"]);

/** The most errors inside one another. A cycle of causes ends there. */
const DEEPEST = 10;

/**
 * Returns a thrown value as plain data. Never throws, whatever the getters of the value do.
 *
 * @param isPlain whether a field's value can be sent. The others are left out, and a thrown value becomes an error
 */
export function encodeThrown(thrown: unknown, isPlain: (value: unknown) => boolean): EncodedThrown {
  return encode(thrown, isPlain, 0);
}

function encode(thrown: unknown, isPlain: (value: unknown) => boolean, depth: number): EncodedThrown {
  const type = errorClassOf(thrown);
  if (type === null) return isPlain(thrown) ? { value: thrown } : unprintable(thrown);
  const error = thrown as Error & { errors?: unknown };
  const [name, message, stack] = (["name", "message", "stack"] as const).map((key) => read(error, key));
  const fields = fieldsOf(error, isPlain);
  const encoded: { -readonly [K in keyof EncodedError]: EncodedError[K] } = { name: asText(name), type, message: asText(message) };
  if (typeof stack === "string") encoded.stack = stack;
  if (Object.keys(fields).length > 0) encoded.fields = fields;
  if (depth === DEEPEST) return encoded;
  const cause = read(error, "cause");
  if (cause !== undefined) encoded.cause = encode(cause, isPlain, depth + 1);
  const errors = listOf(read(error, "errors"));
  if (errors !== null) encoded.errors = errors.map((inner) => encode(inner, isPlain, depth + 1));
  return encoded;
}

/**
 * Returns the thrown value that `encodeThrown` encoded. An error has a class that `instanceof` finds, the name, fields, cause and
 * errors of the original, and its stack. Errors of unknown classes are Errors with that name.
 */
export function decodeThrown(encoded: EncodedThrown): unknown {
  if (!("message" in encoded)) return encoded.value;
  const { name, type, message, stack, fields, cause, errors } = encoded;
  if (type === "DOMException") return define(new DOMException(message, name), { stack });
  const error = new Error(message);
  const prototype = prototypeNamed(type);
  if (prototype !== null) Object.setPrototypeOf(error, prototype);
  const { name: usual } = error;
  Object.assign(error, fields);
  return define(error, {
    name: name === usual ? undefined : name,
    stack,
    cause: cause && decodeThrown(cause),
    errors: errors?.map(decodeThrown),
  });
}

/** Sets properties that are not enumerable, as those of errors are. Undefined ones are left out. */
function define(error: Error, properties: Record<string, unknown>): Error {
  for (const [key, value] of Object.entries(properties)) {
    if (value !== undefined) Object.defineProperty(error, key, { value, writable: true, configurable: true });
  }
  return error;
}

function fieldsOf(error: Error, isPlain: (value: unknown) => boolean): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  try {
    for (const key of Object.keys(error)) {
      if (NAMED.has(key)) continue;
      const value = read(error, key);
      if (value !== undefined && isPlain(value)) fields[key] = value;
    }
  } catch {
    // The keys of a proxy may throw.
  }
  return fields;
}

function read(error: object, key: string): unknown {
  try {
    return (error as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

/** Returns a copy of an array; null for other values, and for an array that cannot be read. */
function listOf(value: unknown): unknown[] | null {
  try {
    return Array.isArray(value) ? Array.from(value) : null;
  } catch {
    return null;
  }
}

function unprintable(thrown: unknown): EncodedError {
  return { name: "Error", type: "Error", message: `a value was thrown that cannot be sent: ${typeof thrown}` };
}
