import { repr } from "@asyncio-ts/loop/lowlevel";

/**
 * Returns an option in milliseconds.
 *
 * @throws TypeError when it is not a number, or not a possible one
 */
export function milliseconds(loop: string, option: string, value: number, isPossible: (ms: number) => boolean): number {
  if (typeof value === "number" && isPossible(value)) return value;
  throw new TypeError(`${loop}: a number of milliseconds was expected as ${option}, got ${repr(value)}`);
}
