// In place of wrong-argument.ts in the edition for pages in production, where the second argument is the code of the whole message.
/** Returns the error of a value of the wrong kind. */
export function wrongArgument(_caller: string, message: string, value: unknown): TypeError {
  if (value instanceof Promise) value.catch(() => {});
  return new TypeError(message);
}
