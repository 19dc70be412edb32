/** Says what does not hold. Thousands of checks a program are too many for `expect`. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`does not hold: ${what}`);
}
