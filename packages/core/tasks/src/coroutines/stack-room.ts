/** The arguments of one call: 8 KB. */
const ARGUMENTS = 1_024;

let args: number[] | null = null;

/**
 * Returns if the stack has room for so many KB.
 *
 * @throws RangeError if it has not
 */
export function requireRoom(kilobytes: number): void {
  args ??= Array<number>(ARGUMENTS).fill(0);
  args[0] = kilobytes - 8;
  if (kilobytes > 0) (requireRoom as (...words: number[]) => void).apply(null, args);
}
