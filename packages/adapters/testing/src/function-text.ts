/**
 * Gives a function the text of another one, and returns it.
 *
 * Vitest reads the fixtures that a function uses from its text: the names that its first parameter destructures.
 */
export function withTextOf<F extends (...args: any[]) => unknown>(original: (...args: any[]) => unknown, fn: F): F {
  return Object.defineProperty(fn, "toString", { value: () => String(original) });
}
