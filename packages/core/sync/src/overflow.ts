import { brand, repr } from "@asyncio-ts/loop/lowlevel";

const POLICIES: readonly Overflow[] = ["error", "dropOldest", "dropNewest", "unbounded"];

/**
 * What happens to an item that finds its buffer full:
 *
 * - `"error"`: the reader gets what was buffered, then a BufferOverflowError; the source is let go
 * - `"dropOldest"`: it takes the place of the oldest
 * - `"dropNewest"`: it is dropped itself
 * - `"unbounded"`: the buffer is never full
 */
export type Overflow = "error" | "dropOldest" | "dropNewest" | "unbounded";

/** How items are kept that nobody has read yet. */
export interface BufferOptions {
  /** How many items; 1,024 by default. */
  buffer?: number | undefined;
  /** What to do with one too many; `"error"` by default. */
  overflow?: Overflow | undefined;
}

/** A source gave items faster than they were read, and its buffer was full. */
export class BufferOverflowError extends Error {}

brand(BufferOverflowError, "BufferOverflowError");

/**
 * The options with their defaults.
 *
 * @throws RangeError when `buffer` is no whole number above 0 or `overflow` no policy
 */
export function bufferOf(who: string, options: BufferOptions): { buffer: number; overflow: Overflow } {
  const { buffer = 1024, overflow = "error" } = options;
  if (!(buffer === Infinity || Number.isInteger(buffer)) || buffer < 1) {
    throw new RangeError(`${who}: buffer must be a whole number above 0, got ${repr(buffer)}`);
  }
  if (!POLICIES.includes(overflow)) {
    throw new RangeError(`${who}: overflow must be one of ${POLICIES.join(", ")}, got ${repr(overflow)}`);
  }
  return { buffer, overflow };
}
