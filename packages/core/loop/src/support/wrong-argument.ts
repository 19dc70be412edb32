import { repr } from "./repr.ts";

/**
 * Returns the error of a value of the wrong kind: an argument, or the result of a function of the program. The rejection of a
 * promise then counts as handled, because the program gets this error.
 */
export function wrongArgument(caller: string, expected: string, value: unknown): TypeError {
  if (value instanceof Promise) value.catch(() => {});
  return new TypeError(`${caller}: ${expected} was expected, got ${repr(value)}`);
}
