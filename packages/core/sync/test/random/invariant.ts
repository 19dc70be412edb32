/** Throws an Error if an invariant does not hold. A program makes thousands of these checks, too many for `expect`. */
export function invariant(holds: boolean, claim: string): asserts holds {
  if (!holds) throw new Error(`invariant violated: ${claim}`);
}
